package berth.control.ecs.task.model;

import berth.kernel.host.Health;
import berth.kernel.host.PortBinding;
import berth.kernel.host.Restarts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One container of a task, as far as it got.
///
/// @param id UUID that ends its ARN
/// @param status PENDING, RUNNING or STOPPED
/// @param runtimeId the engine's id, or null
/// @param exitCode set only if it ran and exited
/// @param reason why it failed, in ECS's form, at most 1024 characters
/// @param restarts how often it was started again in place
/// @param healthOutput what its health check printed when it became UNHEALTHY, else null
public record TaskContainer(
        String name,
        String id,
        boolean essential,
        Status status,
        @Nullable String runtimeId,
        @Nullable String imageDigest,
        @Nullable Integer exitCode,
        @Nullable String reason,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Health health,
        @Nullable String healthOutput,
        List<PortBinding> bindings,
        Restarts restarts) {
    public TaskContainer {
        bindings = List.copyOf(bindings);
        // Rows of earlier versions have none.
        restarts = Objects.requireNonNullElse(restarts, Restarts.NONE);
    }

    /// One that was started once at most.
    public TaskContainer(
            String name,
            String id,
            boolean essential,
            Status status,
            @Nullable String runtimeId,
            @Nullable String imageDigest,
            @Nullable Integer exitCode,
            @Nullable String reason,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            Health health,
            @Nullable String healthOutput,
            List<PortBinding> bindings) {
        this(
                name,
                id,
                essential,
                status,
                runtimeId,
                imageDigest,
                exitCode,
                reason,
                startedAt,
                finishedAt,
                health,
                healthOutput,
                bindings,
                Restarts.NONE);
    }

    public enum Status {
        PENDING,
        RUNNING,
        STOPPED
    }

    /// A container of a task that was just accepted.
    public static TaskContainer pending(String name, String id, boolean essential) {
        return new TaskContainer(
                name,
                id,
                essential,
                Status.PENDING,
                null,
                null,
                null,
                null,
                null,
                null,
                Health.UNKNOWN,
                null,
                List.of());
    }
}
