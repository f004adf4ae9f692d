package berth.control.ecs.service.plan;

import berth.control.ecs.task.model.Overrides;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.Task.TaskSpec;
import berth.control.ecs.task.model.Task.TaskStatus;
import berth.control.ecs.task.model.TaskContainer;
import berth.kernel.Resources;
import berth.kernel.host.Health;
import berth.kernel.host.NetworkMode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tasks of the service `web` in cluster `c`, for tests.
public final class ServiceTasks {
    public static final Instant T0 = Instant.parse("2026-01-01T12:00:00Z");

    private ServiceTasks() {}

    public static Task task(String id, String deployment, TaskStatus status) {
        return task(id, deployment, status, T0);
    }

    private static Task task(String id, String deployment, TaskStatus status, Instant createdAt) {
        TaskSpec spec = new TaskSpec(
                "sample-task:1",
                "service:web",
                deployment,
                "web",
                LaunchType.EC2,
                null,
                NetworkMode.BRIDGE,
                "h1",
                "i1",
                "us-east-1a",
                new Resources(256, 512),
                null,
                List.of(),
                null,
                Overrides.NONE,
                null,
                false,
                List.of(),
                null,
                createdAt,
                Collections.emptySortedMap(),
                List.of());
        return new Task("c", id, spec, status, 1, null);
    }

    public static Task pending(String id, String deployment) {
        return task(
                id, deployment, status(DesiredStatus.RUNNING, LastStatus.PENDING, null, null, null, Health.UNKNOWN));
    }

    public static Task pending(String id, String deployment, Instant createdAt) {
        return task(
                id,
                deployment,
                status(DesiredStatus.RUNNING, LastStatus.PENDING, null, null, null, Health.UNKNOWN),
                createdAt);
    }

    public static Task running(String id, String deployment, Instant startedAt) {
        return running(id, deployment, startedAt, Health.UNKNOWN);
    }

    public static Task running(String id, String deployment, Instant startedAt, Health health) {
        return task(id, deployment, status(DesiredStatus.RUNNING, LastStatus.RUNNING, startedAt, null, null, health));
    }

    /// A task that stopped because of `code`.
    public static Task ended(String id, String deployment, @Nullable Instant startedAt, Instant at, StopCode code) {
        return task(
                id, deployment, status(DesiredStatus.STOPPED, LastStatus.STOPPED, startedAt, at, code, Health.UNKNOWN));
    }

    public static TaskStatus status(
            DesiredStatus desired,
            LastStatus last,
            @Nullable Instant startedAt,
            @Nullable Instant stoppedAt,
            @Nullable StopCode code,
            Health health) {
        TaskContainer web = new TaskContainer(
                "web",
                "uuid",
                true,
                last == LastStatus.RUNNING ? TaskContainer.Status.RUNNING : TaskContainer.Status.PENDING,
                null,
                null,
                null,
                null,
                startedAt,
                stoppedAt,
                health,
                null,
                List.of());
        return new TaskStatus(
                desired,
                last,
                null,
                null,
                null,
                startedAt,
                stoppedAt,
                stoppedAt,
                stoppedAt,
                code,
                null,
                true,
                List.of(web));
    }
}
