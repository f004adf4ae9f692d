package berth.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A function of a lifecycle hook that answers SUCCEEDED, but not before it is allowed to.
final class SlowHook implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] ANSWER = "{\"hookStatus\":\"SUCCEEDED\"}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> executions = new ArrayList<>();
    private boolean open;

    SlowHook() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /// Holds the answers to all calls from now on and forgets those of before.
    synchronized void hold() {
        open = false;
        executions.clear();
    }

    /// Answers what waits and what comes.
    synchronized void release() {
        open = true;
        notifyAll();
    }

    /// The executionId of every call since [#hold], in order.
    synchronized List<String> executions() {
        return List.copyOf(executions);
    }

    void awaitCalls(int count) {
        TestBerth.await(
                Duration.ofSeconds(60), count + " calls of the hook", this::executions, calls -> calls.size() >= count);
    }

    private void answer(HttpExchange exchange) throws IOException {
        note(JSON.readTree(exchange.getRequestBody()).path("executionId").asText());
        exchange.sendResponseHeaders(200, ANSWER.length);
        exchange.getResponseBody().write(ANSWER);
        exchange.close();
    }

    private synchronized void note(String execution) {
        executions.add(execution);
        try {
            while (!open) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
