package berth.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A server on raw sockets: what a test writes is what goes out, byte by byte.
final class Backend implements AutoCloseable {
    /// Serves one request.
    @FunctionalInterface
    interface Handler {
        void serve(Message request, Exchange exchange) throws IOException;
    }

    /// The connection that a request came on.
    record Exchange(Socket socket, InputStream in, OutputStream out) {
        void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        void ok(String body) throws IOException {
            send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }
    }

    private final ServerSocket server;
    private final Handler handler;
    private final boolean readBodies;
    private final List<Message> requests = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    Backend(Handler handler) throws IOException {
        this(handler, true);
    }

    /// @param readBodies false: the handler reads the body itself, or not
    Backend(Handler handler, boolean readBodies) throws IOException {
        this.server = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
        this.handler = handler;
        this.readBodies = readBodies;
        Thread.ofVirtual().start(this::accept);
    }

    /// Answers everything with this text.
    static Backend saying(String text) throws IOException {
        return new Backend((request, exchange) -> exchange.ok(text));
    }

    int port() {
        return server.getLocalPort();
    }

    /// All requests so far.
    List<Message> requests() {
        return List.copyOf(requests);
    }

    /// How many connections came with at least one byte on them: probes that only connect don't count.
    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            boolean first = true;
            while (!socket.isClosed()) {
                Message request = readBodies ? Message.read(in, false) : Message.readHead(in);
                if (request == null) {
                    return;
                }
                if (first) {
                    connections.incrementAndGet();
                    first = false;
                }
                requests.add(request);
                handler.serve(request, new Exchange(socket, in, socket.getOutputStream()));
            }
        } catch (IOException e) {
            // The proxy closed, or the test did.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /// An HTTP/1.1 message as it came.
    record Message(String start, List<String> fields, String body, List<String> trailers) {
        @Nullable
        String field(String name) {
            return fields.stream()
                    .filter(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(field -> field.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }

        List<String> all(String name) {
            return fields.stream()
                    .filter(field -> field.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(field -> field.substring(name.length() + 1).strip())
                    .toList();
        }

        String path() {
            return start.split(" ")[1];
        }

        int status() {
            return Integer.parseInt(start.split(" ")[1]);
        }

        static @Nullable Message readHead(InputStream in) throws IOException {
            String start = line(in);
            if (start == null) {
                return null;
            }
            List<String> fields = new ArrayList<>();
            String field = line(in);
            while (field != null && !field.isEmpty()) {
                fields.add(field);
                field = line(in);
            }
            return new Message(start, fields, "", List.of());
        }

        /// The next message, or null at the end.
        ///
        /// @param response a response without a length goes on to the end
        static @Nullable Message read(InputStream in, boolean response) throws IOException {
            Message head = readHead(in);
            if (head == null) {
                return null;
            }
            List<String> trailers = new ArrayList<>();
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            String length = head.field("content-length");
            String encoding = head.field("transfer-encoding");
            int status = response ? head.status() : 0;
            if (encoding != null) {
                chunks(in, body, trailers);
            } else if (length != null) {
                body.write(in.readNBytes(Integer.parseInt(length)));
            } else if (response && status >= 200 && status != 204 && status != 304) {
                in.transferTo(body);
            }
            return new Message(head.start, head.fields, body.toString(StandardCharsets.ISO_8859_1), trailers);
        }

        /// Reads past a body in chunks.
        static void skipChunks(InputStream in) throws IOException {
            chunks(in, new ByteArrayOutputStream(), new ArrayList<>());
        }

        private static void chunks(InputStream in, ByteArrayOutputStream body, List<String> trailers)
                throws IOException {
            while (true) {
                String size = line(in);
                if (size == null) {
                    throw new IOException("the body ended within its chunks");
                }
                int bytes = Integer.parseInt(size.split(";")[0].strip(), 16);
                if (bytes == 0) {
                    break;
                }
                byte[] chunk = in.readNBytes(bytes);
                if (chunk.length < bytes) {
                    throw new IOException("the body ended within a chunk");
                }
                body.write(chunk);
                line(in);
            }
            String trailer = line(in);
            while (trailer != null && !trailer.isEmpty()) {
                trailers.add(trailer);
                trailer = line(in);
            }
        }

        private static @Nullable String line(InputStream in) throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int next = in.read();
            while (next >= 0 && next != '\n') {
                line.write(next);
                next = in.read();
            }
            if (next < 0 && line.size() == 0) {
                return null;
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
    }
}
