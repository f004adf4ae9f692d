package berth.control.acm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Certificates and keys made for tests, good for nothing else.
public final class Pems {
    private Pems() {}

    /// @param name a file beside this class, for example `rsa.pem`
    public static String read(String name) {
        try (InputStream in = Objects.requireNonNull(Pems.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
