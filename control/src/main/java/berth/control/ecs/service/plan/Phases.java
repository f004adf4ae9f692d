package berth.control.ecs.service.plan;

import berth.control.ecs.service.plan.Copy.Phase;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.host.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a task of a service is.
///
/// **Rule.** Without a health check on an essential container a task counts as healthy after it was RUNNING for a
/// time (ECS: 40 s). With such checks it counts when all of them passed, and as unhealthy when one failed.
///
/// **Example.** RUNNING since 12:00:00 and 40 s to go by: SETTLING until 12:00:39, HEALTHY from 12:00:40 on. With a
/// check on `web` and none on `log`: HEALTHY as soon as `web` is, whatever the time.
///
/// ECS: when a task counts as healthy. A task's own healthStatus stays UNKNOWN where one of two essential
/// containers has no check; a rollout looks at those that have one.
public final class Phases {
    private Phases() {}

    /// @param definition the task's; null counts as one without health checks
    public static Phase of(Task task, @Nullable TaskDefinition definition, Duration healthyAfter, Instant now) {
        if (task.status().desired() == DesiredStatus.STOPPED) {
            return Phase.STOPPING;
        }
        return switch (task.status().last()) {
            case PROVISIONING, PENDING, ACTIVATING -> Phase.STARTING;
            case RUNNING -> running(task, definition, healthyAfter, now);
            case DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED -> Phase.STOPPING;
        };
    }

    /// When a SETTLING task counts as healthy by time alone; null where a health check decides or it isn't RUNNING.
    public static @Nullable Instant settledAt(Task task, @Nullable TaskDefinition definition, Duration healthyAfter) {
        Instant startedAt = task.status().startedAt();
        boolean byTime = task.status().last() == LastStatus.RUNNING
                && checked(definition).isEmpty();
        return byTime && startedAt != null ? startedAt.plus(healthyAfter) : null;
    }

    private static Phase running(Task task, @Nullable TaskDefinition definition, Duration healthyAfter, Instant now) {
        List<String> checked = checked(definition);
        if (checked.isEmpty()) {
            Instant settledAt = settledAt(task, definition, healthyAfter);
            // A clock that was put back must not make a task that runs for long wait again.
            boolean waits = settledAt != null
                    && now.isBefore(settledAt)
                    && !now.isBefore(settledAt.minus(healthyAfter.multipliedBy(2)));
            return waits ? Phase.SETTLING : Phase.HEALTHY;
        }
        List<Health> healths = task.status().containers().stream()
                .filter(container -> checked.contains(container.name()))
                .map(TaskContainer::health)
                .toList();
        if (healths.contains(Health.UNHEALTHY)) {
            return Phase.UNHEALTHY;
        }
        return healths.contains(Health.UNKNOWN) ? Phase.SETTLING : Phase.HEALTHY;
    }

    /// Names of the essential containers that have a health check.
    static List<String> checked(@Nullable TaskDefinition definition) {
        if (definition == null) {
            return List.of();
        }
        return definition.containers().stream()
                .filter(container -> container.essential() && container.healthCheck() != null)
                .map(ContainerDefinition::name)
                .toList();
    }
}
