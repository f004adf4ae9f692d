package berth.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// HTTP/2 frame by frame, over TLS.
final class Http2Wire implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int WITH_PRIORITY = 0x20;

    /// @param stream 0: the connection
    record Frame(int type, int flags, int stream, byte[] payload) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        /// The number in the payload, from this byte on.
        int number(int from) {
            return (payload[from] & 0xff) << 24
                    | (payload[from + 1] & 0xff) << 16
                    | (payload[from + 2] & 0xff) << 8
                    | payload[from + 3] & 0xff;
        }
    }

    private final SSLSocket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

    Http2Wire(String address) throws IOException {
        socket = Certificates.connect(address, "h2.example.com", "h2");
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
    }

    String protocol() {
        return socket.getApplicationProtocol();
    }

    Http2Wire raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /// The preface and empty settings.
    Http2Wire begin() throws IOException {
        return raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                .send(SETTINGS, 0, 0);
    }

    Http2Wire send(int type, int flags, int stream, int... payload) throws IOException {
        byte[] bytes = new byte[payload.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) payload[i];
        }
        return send(type, flags, stream, bytes);
    }

    Http2Wire send(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuf frame = Unpooled.buffer();
        frame.writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        return raw(bytes);
    }

    /// A complete request on this stream.
    Http2Wire get(int stream, String path) throws IOException {
        return send(HEADERS, END_HEADERS | END_STREAM, stream, block("GET", path));
    }

    /// The next frame; null at the end of the connection.
    @Nullable
    Frame read() throws IOException {
        int length;
        try {
            length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        } catch (IOException e) {
            return null;
        }
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(type, flags, stream, payload);
    }

    /// The fields of a HEADERS frame without padding. Must be called for each that came, in order.
    Http2Headers decode(Frame frame) throws IOException {
        try {
            return decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
        } catch (Http2Exception e) {
            throw new IOException(e);
        }
    }

    static byte[] block(String method, String path, String... fields) {
        String[] all = new String[8 + fields.length];
        String[] pseudo = {":method", method, ":scheme", "https", ":path", path, ":authority", "h2.example.com"};
        System.arraycopy(pseudo, 0, all, 0, 8);
        System.arraycopy(fields, 0, all, 8, fields.length);
        return fields(all);
    }

    /// Literals without indexing and without Huffman.
    static byte[] fields(String... namesAndValues) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.write(0);
            text(out, namesAndValues[i]);
            text(out, namesAndValues[i + 1]);
        }
        return out.toByteArray();
    }

    static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            out.write(bytes.length);
        } else {
            out.write(127);
            int rest = bytes.length - 127;
            while (rest >= 128) {
                out.write(rest % 128 + 128);
                rest /= 128;
            }
            out.write(rest);
        }
        out.writeBytes(bytes);
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] number(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    static byte[] setting(int id, int value) {
        return concat(new byte[] {(byte) (id >> 8), (byte) id}, number(value));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
