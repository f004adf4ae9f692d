package berth.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The function of a lifecycle hook: an HTTP server that answers what it was told last, and remembers what it was sent.
final class HookFunction implements AutoCloseable {
    static final String SUCCEEDED = "{\"hookStatus\":\"SUCCEEDED\"}";
    static final String FAILED = "{\"hookStatus\":\"FAILED\"}";
    static final String AGAIN_IN_A_SECOND = "{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":1}";

    private final HttpServer server;
    private final List<String> payloads = new CopyOnWriteArrayList<>();
    private volatile String answer = SUCCEEDED;

    HookFunction() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    void answers(String with) {
        answer = with;
    }

    List<String> payloads() {
        return List.copyOf(payloads);
    }

    private void answer(HttpExchange exchange) throws IOException {
        payloads.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
