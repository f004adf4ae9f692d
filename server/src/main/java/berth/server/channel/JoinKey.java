package berth.server.channel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What lets one host in: a name and 256 random bits. Shown once; the control plane keeps only the hash, for which a
/// plain SHA-256 serves, since nobody guesses 256 bits. Never logged: [#toString] hides the secret.
///
/// @param name of the host, for people: letters, digits and `-`, `_`, `.`
/// @param secret 43 characters
public record JoinKey(String name, String secret) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern TEXT =
            Pattern.compile("berth-host-key:([A-Za-z0-9][A-Za-z0-9._-]{0,62}):([A-Za-z0-9_-]{43})");

    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    public static JoinKey random(String name, SecureRandom random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return new JoinKey(name, Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /// Reads what [#text] wrote; empty if it is nothing of the kind.
    public static Optional<JoinKey> parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        return matcher.matches() ? Optional.of(new JoinKey(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /// What stands in the key file.
    public String text() {
        return "berth-host-key:" + name + ':' + secret;
    }

    /// What the control plane keeps: 64 hex digits.
    public String hash() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "JoinKey[" + name + "]";
    }
}
