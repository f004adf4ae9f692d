package berth.agent.docker;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.kernel.host.Health;
import berth.kernel.host.PortBinding;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the engine's inspection of a container.
final class Inspection {
    private Inspection() {}

    static EngineContainer container(JsonNode json) {
        JsonNode state = json.path("State");
        Status status = status(state.path("Status").asText(""));
        Instant startedAt = time(state.path("StartedAt"));
        boolean exited = status == Status.EXITED;
        Integer exitCode = exited && startedAt != null ? state.path("ExitCode").asInt() : null;
        String error = state.path("Error").asText("");
        Instant createdAt = time(json.path("Created"));
        return new EngineContainer(
                json.path("Id").asText(),
                name(json.path("Name").asText()),
                json.path("Image").asText(),
                labels(json),
                status,
                createdAt == null ? Instant.EPOCH : createdAt,
                startedAt,
                exited ? finishedAt(state, startedAt) : null,
                exitCode,
                oomKilled(state, exitCode),
                error.isEmpty() ? null : error,
                health(state.path("Health").path("Status").asText("")),
                healthOutput(state.path("Health").path("Log")),
                bindings(json),
                state.path("Pid").asLong(),
                address(json));
    }

    /// Networks other than the engine's own are Berth's, whose addresses are known without asking.
    private static @Nullable String address(JsonNode json) {
        String address = json.at("/NetworkSettings/Networks/bridge/IPAddress").asText("");
        return address.isEmpty() ? null : address;
    }

    /// The engine takes the time of the start after the container runs, so that one which exits at once may seem to
    /// have
    /// finished before it started. It then finished as it started.
    private static @Nullable Instant finishedAt(JsonNode state, @Nullable Instant startedAt) {
        Instant finishedAt = time(state.path("FinishedAt"));
        return finishedAt != null && startedAt != null && finishedAt.isBefore(startedAt) ? startedAt : finishedAt;
    }

    /// A child of the first process that was killed for memory also sets the engine's flag, while the container itself
    /// goes on or exits 0. Only with another exit code was it the container that ran out of memory.
    private static boolean oomKilled(JsonNode state, @Nullable Integer exitCode) {
        return state.path("OOMKilled").asBoolean() && exitCode != null && exitCode != 0;
    }

    static SequencedMap<String, String> labels(JsonNode json) {
        SequencedMap<String, String> labels = new TreeMap<>();
        for (Map.Entry<String, JsonNode> label :
                json.path("Config").path("Labels").properties()) {
            labels.put(label.getKey(), label.getValue().asText());
        }
        return labels;
    }

    private static String name(String text) {
        return text.startsWith("/") ? text.substring(1) : text;
    }

    private static Status status(String word) {
        return switch (word) {
            case "created", "configured", "initialized" -> Status.CREATED;
            case "running", "paused", "restarting", "stopping" -> Status.RUNNING;
            default -> Status.EXITED;
        };
    }

    /// The engine keeps the last five runs; the newest is last.
    private static @Nullable String healthOutput(JsonNode log) {
        String output = log.path(log.size() - 1).path("Output").asText("").strip();
        return output.isEmpty() ? null : output;
    }

    private static Health health(String word) {
        return switch (word) {
            case "healthy" -> Health.HEALTHY;
            case "unhealthy" -> Health.UNHEALTHY;
            default -> Health.UNKNOWN;
        };
    }

    /// Null for the engine's way of saying never, the year 1.
    static @Nullable Instant time(JsonNode node) {
        String text = node.asText("");
        if (text.isEmpty() || text.startsWith("0001-")) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /// What is published now; for a container that does not run, what was asked for.
    private static List<PortBinding> bindings(JsonNode json) {
        List<PortBinding> now = bindings(json.path("NetworkSettings").path("Ports"), true);
        return now.isEmpty() ? bindings(json.path("HostConfig").path("PortBindings"), false) : now;
    }

    private static List<PortBinding> bindings(JsonNode ports, boolean dropIpv6Twins) {
        List<PortBinding> bindings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> port : ports.properties()) {
            int slash = port.getKey().indexOf('/');
            int inside =
                    Integer.parseInt(slash < 0 ? port.getKey() : port.getKey().substring(0, slash));
            String protocol = slash < 0 ? "tcp" : port.getKey().substring(slash + 1);
            for (JsonNode binding : port.getValue()) {
                String ip = binding.path("HostIp").asText("");
                if (!(dropIpv6Twins && ip.equals("::"))) {
                    int outside = Integer.parseInt(binding.path("HostPort").asText("0"));
                    bindings.add(new PortBinding(ip, inside, outside, protocol));
                }
            }
        }
        bindings.sort(Comparator.comparingInt(PortBinding::containerPort)
                .thenComparing(PortBinding::protocol)
                .thenComparingInt(PortBinding::hostPort));
        return List.copyOf(bindings);
    }
}
