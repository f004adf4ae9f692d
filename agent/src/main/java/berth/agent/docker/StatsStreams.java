package berth.agent.docker;

import berth.agent.engine.EngineFault;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// Samples of containers' resource use.
///
/// One sample on its own costs the engine up to two seconds. So the first question opens the container's stream of
/// samples, one a second, and the next ones are answered with its newest; a stream that nobody asked for a while is
/// closed.
final class StatsStreams {
    private static final Duration IDLE = Duration.ofSeconds(15);

    private final DockerHttp http;
    private final ExecutorService threads;
    /// By container; guarded by itself.
    private final Map<String, Sampled> streams = new HashMap<>();

    StatsStreams(DockerHttp http, ExecutorService threads) {
        this.http = http;
        this.threads = threads;
    }

    /// The newest sample; waits for the first.
    String sample(String engineId) throws EngineFailure {
        CompletableFuture<Sample> first;
        synchronized (streams) {
            Sampled stream = streams.get(engineId);
            if (stream == null) {
                stream = new Sampled(engineId);
                streams.put(engineId, stream);
                threads.execute(stream);
            }
            stream.askedNanos = System.nanoTime();
            if (stream.newest != null) {
                return stream.newest;
            }
            first = new CompletableFuture<>();
            stream.waiting.add(first);
        }
        return switch (first.join()) {
            case Sample.Taken taken -> taken.json();
            case Sample.Failed failed -> throw new EngineFailure(failed.fault());
        };
    }

    private sealed interface Sample {
        record Taken(String json) implements Sample {}

        record Failed(EngineFault fault) implements Sample {}
    }

    private final class Sampled implements Runnable {
        private final String engineId;
        private final List<CompletableFuture<Sample>> waiting = new ArrayList<>();
        private @Nullable String newest;
        private long askedNanos;

        Sampled(String engineId) {
            this.engineId = engineId;
        }

        @Override
        public void run() {
            EngineFault end =
                    new EngineFault(EngineFault.Kind.NOT_FOUND, "The container " + engineId + " does not run");
            try {
                read();
            } catch (EngineFailure e) {
                end = e.fault();
            } catch (IOException e) {
                end = http.unreachable(e).fault();
            } finally {
                finish(end);
            }
        }

        private void read() throws EngineFailure, IOException {
            try (Response response = http.open("GET", "/containers/" + engineId + "/stats?stream=1", Map.of())) {
                if (response.getStatusCode() >= 400) {
                    var answer = new DockerHttp.Answer(
                            response.getStatusCode(), response.getBody().readAllBytes());
                    throw new EngineFailure(EngineErrors.call(answer.status(), answer.message()));
                }
                var lines = new BufferedReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8));
                String line = lines.readLine();
                while (line != null && !isIdle()) {
                    JsonNode json = Json.read(line.getBytes(StandardCharsets.UTF_8));
                    if (!json.path("cpu_stats")
                            .path("cpu_usage")
                            .path("total_usage")
                            .asText("0")
                            .equals("0")) {
                        taken(line, json.path("preread").asText("0001").startsWith("0001"));
                    }
                    line = lines.readLine();
                }
            }
        }

        /// The very first sample has nothing to compare with and is kept back: rates could not be computed from it.
        private void taken(String json, boolean first) {
            synchronized (streams) {
                if (!first) {
                    newest = json;
                    answer(new Sample.Taken(json));
                }
            }
        }

        private boolean isIdle() {
            synchronized (streams) {
                return waiting.isEmpty() && System.nanoTime() - askedNanos > IDLE.toNanos();
            }
        }

        private void finish(EngineFault fault) {
            synchronized (streams) {
                streams.remove(engineId);
                answer(new Sample.Failed(fault));
            }
        }

        private void answer(Sample sample) {
            waiting.forEach(future -> future.complete(sample));
            waiting.clear();
        }
    }
}
