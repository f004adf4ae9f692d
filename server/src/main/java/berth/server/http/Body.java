package berth.server.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// The body of the request that is being read. Grows with what arrives, not with what was announced.
final class Body {
    private static final byte[] NONE = new byte[0];

    private final int limit;
    private byte[] bytes = NONE;
    private int length;
    private long arrived;

    Body(int limit) {
        this.limit = limit;
    }

    void add(ByteBuf content) {
        int more = content.readableBytes();
        arrived += more;
        if (arrived > limit) {
            bytes = NONE;
            return;
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(length + more, bytes.length * 2)));
        }
        content.getBytes(content.readerIndex(), bytes, length, more);
        length += more;
    }

    boolean isTooLarge() {
        return arrived > limit;
    }

    /// How much has come, kept or not.
    long arrived() {
        return arrived;
    }

    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
