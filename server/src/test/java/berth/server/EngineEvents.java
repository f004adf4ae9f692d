package berth.server;

import berth.agent.docker.Labels;
import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What the engine did with the containers of one installation, as `docker events` tells it, from now on.
final class EngineEvents implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final List<Event> events = new ArrayList<>();

    /// @param nanos since the epoch, by the engine's clock
    /// @param task ARN; empty for a pause container
    /// @param container its name in the task definition; empty for a pause container
    record Event(long nanos, String action, String id, String task, String container) {
        boolean isOfTask() {
            return !task.isEmpty();
        }
    }

    private EngineEvents(Process process) {
        this.process = process;
    }

    static EngineEvents of(String installation) {
        try {
            Process process = new ProcessBuilder(
                            "docker",
                            "-H",
                            TestEngine.host(),
                            "events",
                            "--filter",
                            "type=container",
                            "--filter",
                            "label=" + Labels.INSTALLATION + "=" + installation,
                            "--format",
                            "{{json .}}")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            EngineEvents events = new EngineEvents(process);
            Thread.ofPlatform().daemon().name("engine-events").start(events::read);
            return events;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized List<Event> all() {
        return List.copyOf(events);
    }

    synchronized int count() {
        return events.size();
    }

    /// Those of one container with one of these actions.
    long count(String id, String... actions) {
        return all().stream()
                .filter(event -> event.id().equals(id))
                .filter(event -> Stream.of(actions).anyMatch(event.action()::equals))
                .count();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                add(event(JSON.readTree(line)));
            }
        } catch (IOException e) {
            // The command was ended, and this was the stream from it.
        }
    }

    private synchronized void add(Event event) {
        events.add(event);
    }

    private static Event event(JsonNode json) {
        JsonNode labels = json.at("/Actor/Attributes");
        return new Event(
                json.path("timeNano").asLong(),
                json.path("Action").asText(),
                json.at("/Actor/ID").asText(),
                labels.path("com.amazonaws.ecs.task-arn").asText(""),
                labels.path("com.amazonaws.ecs.container-name").asText(""));
    }
}
