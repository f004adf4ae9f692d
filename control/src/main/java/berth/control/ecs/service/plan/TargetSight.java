package berth.control.ecs.service.plan;

import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.model.TaskTargets.Phase;
import berth.control.ecs.task.model.TaskTargets.TaskTarget;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Target;
import berth.control.elb.model.TargetHealth;
import berth.control.elb.plan.Targets;
import berth.control.store.State;
import java.util.List;
import java.util.Objects;

/// How one target of a task is, as a service sees it.
///
/// @param port the one it is registered with, or the container's before that
/// @param description in ELB's words, for example `Health checks failed with these codes: [404]`; empty when healthy
public record TargetSight(String targetGroupArn, int port, Standing standing, String description) {

    /// What it means for the task.
    public enum Standing {
        HEALTHY,
        /// Not known yet, or not for the service to judge.
        AWAITED,
        UNHEALTHY,
        /// Somebody else deregistered it.
        TARGET_NOT_FOUND,
        TARGET_GROUP_NOT_FOUND;

        /// Whether another task in its place would do better.
        public boolean failed() {
            return switch (this) {
                case UNHEALTHY, TARGET_NOT_FOUND -> true;
                case HEALTHY, AWAITED, TARGET_GROUP_NOT_FOUND -> false;
            };
        }
    }

    /// Those of a task; empty for one without load balancers.
    public static List<TargetSight> of(State state, Task task) {
        TaskTargets targets = state.find(TaskViews.TARGETS, task.name());
        return targets == null
                ? List.of()
                : targets.targets().stream().map(target -> of(state, target)).toList();
    }

    private static TargetSight of(State state, TaskTarget target) {
        String group = target.spec().targetGroupArn();
        String id = target.id();
        if (state.find(ElbViews.TARGET_GROUPS, group) == null) {
            return new TargetSight(
                    group, target.spec().containerPort(), Standing.TARGET_GROUP_NOT_FOUND, "it does not exist");
        }
        if (id == null || target.phase() != Phase.REGISTERED) {
            return new TargetSight(
                    group, target.spec().containerPort(), Standing.AWAITED, "it is not registered there");
        }
        Target row = ElbViews.target(state, group, id, target.port());
        if (row == null) {
            return new TargetSight(
                    group,
                    target.port(),
                    Standing.TARGET_NOT_FOUND,
                    Objects.requireNonNullElse(TargetHealth.NOT_REGISTERED.description(), ""));
        }
        TargetHealth health = Targets.health(state, row);
        return new TargetSight(
                group, target.port(), standing(health.status()), Objects.requireNonNullElse(health.description(), ""));
    }

    private static Standing standing(TargetHealth.Status status) {
        return switch (status) {
            case HEALTHY -> Standing.HEALTHY;
            case UNHEALTHY -> Standing.UNHEALTHY;
            case INITIAL, UNUSED, DRAINING, UNHEALTHY_DRAINING, UNAVAILABLE -> Standing.AWAITED;
        };
    }
}
