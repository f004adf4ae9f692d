package berth.agent.docker;

import berth.agent.engine.ContainerEngine.Watch;
import berth.agent.engine.EngineEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The engine's events about this installation's containers, for as long as it is open.
///
/// After a loss it connects again, with growing pauses, from the last event on; the engine keeps only its newest 256
/// events and none over its own restart, so that the listener is told to list again each time.
final class EventStream implements Watch, Runnable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final List<String> ACTIONS = List.of("create", "start", "die", "oom", "health_status", "destroy");

    private final DockerHttp http;
    private final String filters;
    private final Consumer<EngineEvent> listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Response open;
    private Instant since;
    private boolean lost;
    private Duration pause = FIRST_PAUSE;

    EventStream(DockerHttp http, String installation, Instant since, Consumer<EngineEvent> listener) {
        this.http = http;
        this.since = since;
        this.listener = listener;
        var filter = Json.object();
        filter.set("type", Json.array(List.of("container")));
        filter.set("label", Json.array(List.of(Labels.INSTALLATION + "=" + installation)));
        filter.set("event", Json.array(ACTIONS));
        this.filters = URLEncoder.encode(filter.toString(), StandardCharsets.UTF_8);
    }

    @Override
    public void run() {
        while (!isClosed()) {
            try {
                read();
                unreachable("The engine ended its event stream");
            } catch (EngineFailure e) {
                unreachable(e.fault().message());
            } catch (IOException e) {
                unreachable(http.unreachable(e).fault().message());
            }
            if (!isClosed()) {
                await();
            }
        }
    }

    private void read() throws EngineFailure, IOException {
        String from = since.getEpochSecond() + "." + String.format("%09d", since.getNano());
        try (Response response = http.open("GET", "/events?since=" + from + "&filters=" + filters, Map.of())) {
            open = response;
            if (response.getStatusCode() >= 400) {
                var answer = new DockerHttp.Answer(
                        response.getStatusCode(), response.getBody().readAllBytes());
                throw new EngineFailure(EngineErrors.call(answer.status(), answer.message()));
            }
            connected();
            var lines = new BufferedReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null && !isClosed(); line = lines.readLine()) {
                event(Json.read(line.getBytes(StandardCharsets.UTF_8)));
            }
        } finally {
            open = null;
        }
    }

    private void connected() {
        pause = FIRST_PAUSE;
        if (lost) {
            lost = false;
            listener.accept(new EngineEvent.Missed());
        }
    }

    private void event(JsonNode json) {
        long nanos = json.path("timeNano").asLong();
        if (nanos > 0) {
            since = Instant.ofEpochSecond(0, nanos);
        }
        String id = json.path("Actor").path("ID").asText(json.path("id").asText(""));
        if (!id.isEmpty()) {
            boolean removed = json.path("Action").asText().equals("destroy");
            listener.accept(removed ? new EngineEvent.Removed(id) : new EngineEvent.Changed(id));
        }
    }

    private void unreachable(String message) {
        if (!lost && !isClosed()) {
            lost = true;
            listener.accept(new EngineEvent.Unreachable(message));
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void await() {
        try {
            if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            closed.countDown();
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    @Override
    public void close() {
        closed.countDown();
        Response response = open;
        if (response != null) {
            response.close();
        }
    }
}
