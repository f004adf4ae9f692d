package berth.wire.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/// Compressed request bodies.
public final class Inflate {
    private Inflate() {}

    /// What `gzip` holds, if that is at most `limit` bytes; else raises. No more than the limit is ever inflated.
    public static byte[] gzip(byte[] gzip, int limit) {
        byte[] plain;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            plain = in.readNBytes(limit + 1);
        } catch (IOException failure) {
            throw Malformed.because("The body is not valid gzip, as Content-Encoding says: " + failure.getMessage());
        }
        if (plain.length > limit) {
            throw Bounds.tooLarge(limit);
        }
        return plain;
    }
}
