package berth.kernel;

/// The shapes of identifiers that ECS hands out, drawn from an [Rng].
public final class Ids {
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final char[] WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".toCharArray();

    private final Rng rng;

    public Ids(Rng rng) {
        this.rng = rng;
    }

    /// 32 lower-case hex digits: the id of a task or a container instance.
    public String hex32() {
        return hex(32);
    }

    /// `count` lower-case hex digits.
    public String hex(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(HEX[rng.nextInt(16)]);
        }
        return text.toString();
    }

    /// A random UUID (version 4) in its usual form of 36 characters: containers, attachments, events, requests.
    public String uuid() {
        String digits = hex(32);
        return digits.substring(0, 8)
                + '-'
                + digits.substring(8, 12)
                + "-4"
                + digits.substring(13, 16)
                + '-'
                + HEX[8 + rng.nextInt(4)]
                + digits.substring(17, 20)
                + '-'
                + digits.substring(20);
    }

    /// `ecs-svc/` and 19 decimal digits: the id of a deployment.
    public String deployment() {
        return "ecs-svc/" + decimal(19);
    }

    /// `count` decimal digits, the first not 0.
    public String decimal(int count) {
        StringBuilder text = new StringBuilder(count);
        text.append((char) ('1' + rng.nextInt(9)));
        while (text.length() < count) {
            text.append((char) ('0' + rng.nextInt(10)));
        }
        return text.toString();
    }

    /// `prefix-` and 17 hex digits: EC2's ids (`vpc-`, `subnet-`, `sg-`, `eni-`).
    public String ec2(String prefix) {
        return prefix + '-' + hex(17);
    }

    /// `count` letters and digits.
    public String word(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(WORD[rng.nextInt(WORD.length)]);
        }
        return text.toString();
    }

    public Rng rng() {
        return rng;
    }
}
