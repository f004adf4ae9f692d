package berth.agent.task;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The part of a container's metadata address that nobody else can guess.
///
/// It is an HMAC of task and container under a secret of the data directory, so that it is the same after a
/// restart and nothing has to be stored.
public final class MetadataToken {
    private static final int DIGITS = 32;

    private final byte[] secret;

    /// @param secret at least 16 bytes, kept in the data directory, never logged
    public MetadataToken(byte[] secret) {
        if (secret.length < 16) {
            throw new IllegalArgumentException("the metadata secret needs at least 16 bytes, has " + secret.length);
        }
        this.secret = secret.clone();
    }

    /// 32 hex digits.
    public String of(String taskArn, String container) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] sum = mac.doFinal((taskArn + '\n' + container).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
