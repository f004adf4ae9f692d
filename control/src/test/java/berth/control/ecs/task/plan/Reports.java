package berth.control.ecs.task.plan;

import berth.control.dispatch.Calls;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.kernel.host.ContainerState;
import berth.kernel.host.Health;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.ObservedTask;
import berth.kernel.host.PortBinding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What hosts say of tasks, for tests.
public final class Reports {
    private Reports() {}

    public static ObservedTask of(Task task, boolean network, ObservedContainer... containers) {
        return new ObservedTask(TaskViews.arn(Calls.ACCOUNT, task), network, null, null, null, List.of(containers));
    }

    public static ObservedContainer none(String name) {
        return ObservedContainer.absent(name);
    }

    public static ObservedContainer created(String name) {
        return container(name, ContainerState.CREATED, null, null, null, false, null);
    }

    public static ObservedContainer running(String name, Instant startedAt) {
        return container(name, ContainerState.RUNNING, startedAt, null, null, false, null);
    }

    public static ObservedContainer exited(String name, Instant startedAt, Instant finishedAt, int code) {
        return container(name, ContainerState.STOPPED, startedAt, finishedAt, code, false, null);
    }

    public static ObservedContainer outOfMemory(String name, Instant startedAt, Instant finishedAt, int code) {
        return container(name, ContainerState.STOPPED, startedAt, finishedAt, code, true, null);
    }

    public static ObservedContainer failed(String name, String error) {
        return container(name, ContainerState.STOPPED, null, null, null, false, error);
    }

    /// Over without ever having been started, for another container's sake.
    public static ObservedContainer skipped(String name) {
        return container(name, ContainerState.STOPPED, null, null, null, false, null);
    }

    private static ObservedContainer container(
            String name,
            ContainerState state,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Integer exitCode,
            boolean oomKilled,
            @Nullable String error) {
        boolean exists = state != ContainerState.NONE;
        return new ObservedContainer(
                name,
                state,
                exists ? "f".repeat(64) : null,
                exists ? "sha256:1" : null,
                startedAt,
                startedAt,
                finishedAt,
                exitCode,
                oomKilled,
                error,
                Health.UNKNOWN,
                null,
                startedAt == null ? List.of() : List.of(new PortBinding("127.0.0.1", 80, 80, "tcp")));
    }
}
