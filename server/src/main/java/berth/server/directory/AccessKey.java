package berth.server.directory;

import java.security.SecureRandom;
import java.util.List;

/// The root access key of an installation. Never logged: [#toString] hides the secret.
///
/// @param id as IAM forms them: `AKIA` and 16 letters and digits
/// @param secret 40 characters
public record AccessKey(String id, String secret) {
    private static final String ID = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    static AccessKey random(SecureRandom random) {
        return new AccessKey("AKIA" + word(random, ID, 16), word(random, SECRET, 40));
    }

    /// Reads the form that [#text] writes. Null if a part is missing.
    static @org.jspecify.annotations.Nullable AccessKey parse(List<String> lines) {
        String id = value(lines, "aws_access_key_id");
        String secret = value(lines, "aws_secret_access_key");
        return id.isEmpty() || secret.isEmpty() ? null : new AccessKey(id, secret);
    }

    /// As a profile of the AWS CLI's credentials file, so that AWS_SHARED_CREDENTIALS_FILE may name the file.
    String text(String region) {
        return """
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                region = %s
                """.formatted(id, secret, region);
    }

    private static String value(List<String> lines, String name) {
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0 && line.substring(0, equals).strip().equals(name)) {
                return line.substring(equals + 1).strip();
            }
        }
        return "";
    }

    private static String word(SecureRandom random, String alphabet, int length) {
        StringBuilder word = new StringBuilder(length);
        while (word.length() < length) {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return word.toString();
    }

    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
