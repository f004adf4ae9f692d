package berth.wire.sigv4;

/// The secret half of an access key.
///
/// @param secret the text that was handed out with the access key id
public record SecretKey(String secret) {

    /// Says nothing of the secret: records end up in logs.
    @Override
    public String toString() {
        return "SecretKey[...]";
    }
}
