package berth.control.ecs.service.plan;

import berth.control.ecs.service.plan.Copy.Phase;
import berth.control.ecs.service.plan.TargetSight.Standing;
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
/// **Rule.** A task that nobody checks counts as healthy after it was RUNNING for a time (ECS: 40 s). One with health
/// checks of essential containers, or with load balancers, counts when all these checks passed and all its targets are
/// healthy, and as unhealthy when one failed; but in the grace period after it is RUNNING a failure only means
/// that it is not healthy yet.
///
/// **Example.** RUNNING since 12:00:00 and 40 s to go by: SETTLING until 12:00:39, HEALTHY from 12:00:40 on. With a
/// check on `web` and none on `log`: HEALTHY as soon as `web` is, whatever the time. With a target too: HEALTHY when
/// the target is as well. The target fails at 12:00:10, and the grace period is 60 s: SETTLING until 12:00:59,
/// UNHEALTHY from 12:01:00 on, unless it passed by then.
///
/// ECS: when a task counts as healthy. A task's own healthStatus stays UNKNOWN where one of two essential
/// containers has no check; a rollout looks at those that have one.
public final class Phases {
    private Phases() {}

    /// @param definition the task's; null counts as one without health checks
    public static Phase of(Task task, @Nullable TaskDefinition definition, Checks checks, Instant now) {
        if (task.status().desired() == DesiredStatus.STOPPED) {
            return Phase.STOPPING;
        }
        return switch (task.status().last()) {
            case PROVISIONING, PENDING, ACTIVATING -> Phase.STARTING;
            case RUNNING -> running(task, definition, checks, now);
            case DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED -> Phase.STOPPING;
        };
    }

    /// When a SETTLING task counts as healthy by time alone; null where a check decides or it isn't RUNNING.
    public static @Nullable Instant settledAt(Task task, @Nullable TaskDefinition definition, Checks checks) {
        Instant startedAt = task.status().startedAt();
        boolean byTime = task.status().last() == LastStatus.RUNNING
                && checks.targets().isEmpty()
                && checked(definition).isEmpty();
        return byTime && startedAt != null ? startedAt.plus(checks.healthyAfter()) : null;
    }

    /// When a RUNNING task whose checks fail counts as unhealthy if they go on to; null where none fails.
    public static @Nullable Instant graceEndsAt(Task task, @Nullable TaskDefinition definition, Checks checks) {
        Instant startedAt = task.status().startedAt();
        boolean fails = task.status().last() == LastStatus.RUNNING && failed(task, definition, checks);
        return fails && startedAt != null ? startedAt.plus(checks.grace()) : null;
    }

    private static Phase running(Task task, @Nullable TaskDefinition definition, Checks checks, Instant now) {
        Instant settledAt = settledAt(task, definition, checks);
        if (settledAt != null) {
            return waits(settledAt, checks.healthyAfter(), now) ? Phase.SETTLING : Phase.HEALTHY;
        }
        if (failed(task, definition, checks)) {
            Instant graceEndsAt = graceEndsAt(task, definition, checks);
            return graceEndsAt != null && waits(graceEndsAt, checks.grace(), now) ? Phase.SETTLING : Phase.UNHEALTHY;
        }
        boolean passed = healths(task, definition).stream().allMatch(health -> health == Health.HEALTHY)
                && checks.targets().stream().allMatch(target -> target.standing() == Standing.HEALTHY);
        return passed ? Phase.HEALTHY : Phase.SETTLING;
    }

    /// A clock that was put back must not make a task that runs for long wait again.
    private static boolean waits(Instant until, Duration time, Instant now) {
        return now.isBefore(until) && !now.isBefore(until.minus(time.multipliedBy(2)));
    }

    private static boolean failed(Task task, @Nullable TaskDefinition definition, Checks checks) {
        return containerFailed(task, definition)
                || checks.targets().stream()
                        .anyMatch(target -> target.standing().failed());
    }

    /// Whether a health check of an essential container failed.
    public static boolean containerFailed(Task task, @Nullable TaskDefinition definition) {
        return healths(task, definition).contains(Health.UNHEALTHY);
    }

    private static List<Health> healths(Task task, @Nullable TaskDefinition definition) {
        List<String> checked = checked(definition);
        return task.status().containers().stream()
                .filter(container -> checked.contains(container.name()))
                .map(TaskContainer::health)
                .toList();
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
