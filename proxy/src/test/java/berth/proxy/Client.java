package berth.proxy;

import berth.proxy.Backend.Message;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// A client on a raw socket.
final class Client implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    final Socket socket;
    private final InputStream in;

    Client(String address) throws IOException {
        this(new Socket(address, Tables.PORT));
    }

    Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    Client send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    Client get(String path, String... fields) throws IOException {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: example.com\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        return send(request.append("\r\n").toString());
    }

    /// The next response.
    Message receive() throws IOException {
        return Objects.requireNonNull(Message.read(in, true), "the connection was closed without a response");
    }

    Message receiveHead() throws IOException {
        return Objects.requireNonNull(Message.readHead(in), "the connection was closed without a response");
    }

    byte[] receiveBytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    /// Whether the other side closes, without another byte.
    boolean isClosed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
