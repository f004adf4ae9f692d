package berth.agent.engine;

import berth.kernel.host.Health;
import berth.kernel.host.PortBinding;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A container as the engine's inspection shows it.
///
/// @param id 64 hex digits
/// @param labels all of them
/// @param exitCode set once it exited
/// @param error what the engine kept of a failed start, or null
/// @param healthOutput what the last run of its health check printed, or null
/// @param pid of its first process while it runs, else 0
/// @param address on the engine's own bridge while it runs there, or null
public record EngineContainer(
        String id,
        String name,
        String imageId,
        SequencedMap<String, String> labels,
        Status status,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Integer exitCode,
        boolean oomKilled,
        @Nullable String error,
        Health health,
        @Nullable String healthOutput,
        List<PortBinding> bindings,
        long pid,
        @Nullable String address) {

    /// A container of whose health check and address nothing is known.
    public EngineContainer(
            String id,
            String name,
            String imageId,
            SequencedMap<String, String> labels,
            Status status,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Integer exitCode,
            boolean oomKilled,
            @Nullable String error,
            Health health,
            List<PortBinding> bindings,
            long pid) {
        this(
                id,
                name,
                imageId,
                labels,
                status,
                createdAt,
                startedAt,
                finishedAt,
                exitCode,
                oomKilled,
                error,
                health,
                null,
                bindings,
                pid,
                null);
    }

    public enum Status {
        CREATED,
        RUNNING,
        EXITED
    }
}
