package berth.control.ecs.task.plan;

import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.task.model.TaskContainer.Status;
import berth.kernel.host.ContainerState;
import berth.kernel.host.Health;
import berth.kernel.host.ObservedContainer;
import org.jspecify.annotations.Nullable;

/// Takes what was observed of one container into its record. The record moves PENDING, RUNNING, STOPPED and
/// never back: an older report that comes late changes nothing.
final class ContainerLifecycle {
    private ContainerLifecycle() {}

    /// @param checked whether the task definition has a health check for it. ECS: without one it is UNKNOWN,
    ///     whatever the image says
    static TaskContainer observed(TaskContainer known, ObservedContainer seen, boolean checked) {
        Status status = status(seen.state());
        if (known.status() == Status.STOPPED || status.compareTo(known.status()) < 0) {
            return known;
        }
        boolean ran = seen.startedAt() != null || known.startedAt() != null;
        return new TaskContainer(
                known.name(),
                known.id(),
                known.essential(),
                status,
                seen.engineId() == null ? known.runtimeId() : seen.engineId(),
                seen.imageDigest() == null ? known.imageDigest() : seen.imageDigest(),
                status == Status.STOPPED && ran ? seen.exitCode() : null,
                reason(seen),
                known.startedAt() == null ? seen.startedAt() : known.startedAt(),
                status == Status.STOPPED ? seen.finishedAt() : null,
                checked ? seen.health() : Health.UNKNOWN,
                checked ? healthOutput(known, seen) : null,
                seen.bindings().isEmpty() ? known.bindings() : seen.bindings(),
                known.restarts().or(seen.restarts()));
    }

    /// What was printed when it became UNHEALTHY. Later runs of the check may print the time or a counter; each would
    /// be a commit for nothing.
    private static @Nullable String healthOutput(TaskContainer known, ObservedContainer seen) {
        return known.health() == Health.UNHEALTHY && seen.health() == Health.UNHEALTHY && known.healthOutput() != null
                ? known.healthOutput()
                : seen.healthOutput();
    }

    /// Without the host's word: nothing of it is there any more.
    ///
    /// @param reason for a container that had not stopped yet, or null
    static TaskContainer gone(TaskContainer known, @Nullable String reason) {
        if (known.status() == Status.STOPPED) {
            return known;
        }
        return new TaskContainer(
                known.name(),
                known.id(),
                known.essential(),
                Status.STOPPED,
                known.runtimeId(),
                known.imageDigest(),
                null,
                reason,
                known.startedAt(),
                null,
                known.health(),
                known.healthOutput(),
                known.bindings(),
                known.restarts());
    }

    /// ECS: three states are told to clients; what comes before RUNNING is PENDING.
    private static Status status(ContainerState state) {
        return switch (state) {
            case NONE, PULLED, CREATED -> Status.PENDING;
            case RUNNING -> Status.RUNNING;
            case STOPPED -> Status.STOPPED;
        };
    }

    /// ECS: out of memory needs the engine's word and an exit code other than 0; a container whose child was
    /// killed and that exits 0 did not run out of memory.
    private static @Nullable String reason(ObservedContainer seen) {
        Integer exitCode = seen.exitCode();
        if (seen.oomKilled() && exitCode != null && exitCode != 0) {
            return Reasons.OUT_OF_MEMORY;
        }
        String error = seen.error();
        return error == null || error.isEmpty() ? null : Reasons.cut(error);
    }
}
