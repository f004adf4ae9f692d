package berth.agent.docker;

import berth.agent.engine.EngineFault;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// HTTP to the engine, blocking, with the API's version negotiated at the first call.
final class DockerHttp implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /// ECS: the agent gives a create 4 minutes, the longest of its calls.
    private static final Duration CALL_TIMEOUT = Duration.ofMinutes(4);

    private final URI host;
    private final DockerHttpClient calls;
    private final DockerHttpClient streams;
    private final ReentrantLock negotiating = new ReentrantLock();
    private volatile @Nullable ApiVersion version;

    DockerHttp(DockerAddress address) {
        this.host = address.host();
        this.calls = client(address).responseTimeout(CALL_TIMEOUT).build();
        this.streams = client(address).build();
    }

    private static ZerodepDockerHttpClient.Builder client(DockerAddress address) {
        return new ZerodepDockerHttpClient.Builder()
                .dockerHost(address.host())
                .sslConfig(address.ssl())
                .maxConnections(10_000)
                .connectionTimeout(CONNECT_TIMEOUT);
    }

    /// An answer that was read to its end.
    record Answer(int status, byte[] body) {
        boolean ok() {
            return status < 400;
        }

        JsonNode json() {
            return Json.read(body);
        }

        /// The engine's own words.
        String message() {
            String message = json().path("message").asText("");
            return message.isEmpty() ? new String(body, StandardCharsets.UTF_8).strip() : message;
        }
    }

    /// A way to read an answer while it is still being written.
    interface Reader<T> {
        T read(InputStream body) throws IOException, EngineFailure;
    }

    Answer get(String path) throws EngineFailure {
        return call("GET", path, null, Map.of());
    }

    Answer post(String path, @Nullable JsonNode body) throws EngineFailure {
        return call("POST", path, body == null ? null : Json.write(body), Map.of("Content-Type", "application/json"));
    }

    Answer delete(String path) throws EngineFailure {
        return call("DELETE", path, null, Map.of());
    }

    Answer call(String method, String path, byte @Nullable [] body, Map<String, String> headers) throws EngineFailure {
        return perform(calls, method, versioned(path), body, headers);
    }

    /// A call that may take as long as it likes.
    Answer longCall(String method, String path, byte @Nullable [] body, Map<String, String> headers)
            throws EngineFailure {
        return perform(streams, method, versioned(path), body, headers);
    }

    /// Opens a stream; the caller closes it, from any thread.
    Response open(String method, String path, Map<String, String> headers) throws EngineFailure {
        return execute(streams, method, versioned(path), null, headers);
    }

    ApiVersion version() throws EngineFailure {
        ApiVersion known = version;
        if (known != null) {
            return known;
        }
        negotiating.lock();
        try {
            known = version;
            if (known == null) {
                known = negotiate();
                version = known;
            }
            return known;
        } finally {
            negotiating.unlock();
        }
    }

    private ApiVersion negotiate() throws EngineFailure {
        Answer answer = perform(calls, "GET", "/version", null, Map.of());
        if (!answer.ok()) {
            throw new EngineFailure(EngineErrors.call(answer.status(), answer.message()));
        }
        JsonNode json = answer.json();
        try {
            ApiVersion most = ApiVersion.parse(json.path("ApiVersion").asText(""));
            return ApiVersion.negotiate(
                    ApiVersion.parse(json.path("MinAPIVersion").asText(most.toString())), most);
        } catch (IllegalArgumentException e) {
            throw new EngineFailure(EngineFault.Kind.REFUSED, "Engine at " + host + ": " + e.getMessage());
        }
    }

    private String versioned(String path) throws EngineFailure {
        return "/v" + version() + path;
    }

    private Answer perform(
            DockerHttpClient client, String method, String path, byte @Nullable [] body, Map<String, String> headers)
            throws EngineFailure {
        try (Response response = execute(client, method, path, body, headers)) {
            return new Answer(response.getStatusCode(), response.getBody().readAllBytes());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private Response execute(
            DockerHttpClient client, String method, String path, byte @Nullable [] body, Map<String, String> headers)
            throws EngineFailure {
        Request request = Request.builder()
                .method(Request.Method.valueOf(method))
                .path(path)
                .putAllHeaders(new TreeMap<>(headers))
                .bodyBytes(body)
                .build();
        try {
            return client.execute(request);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof IOException cause) {
                throw unreachable(cause);
            }
            throw e;
        }
    }

    EngineFailure unreachable(IOException cause) {
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new EngineFailure(EngineFault.Kind.UNAVAILABLE, "Cannot talk to the engine at " + host + ": " + words);
    }

    @Override
    public void close() throws IOException {
        try (streams) {
            calls.close();
        }
    }
}
