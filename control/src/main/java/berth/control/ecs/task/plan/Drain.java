package berth.control.ecs.task.plan;

import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.model.TaskTargets.TaskTarget;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Target;
import berth.control.elb.model.Target.Standing;
import berth.control.elb.model.TargetGroup;
import berth.control.store.State;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long a task that the scheduler stops goes on for the requests that it has.
///
/// **Rule.** It waits for each of its targets until the target is gone from its group: after the group's deregistration
/// delay or, in relaxed mode, as soon as the load balancer says that nothing is in flight there. It never waits longer
/// than the delay, whatever became of the load balancer. A group that was deleted has nothing to wait for.
///
/// **Example.** A delay of 300 s, stopped at 12:00:00 with one request of 2 s in flight. Relaxed: at 12:00:02 the
/// target
/// is gone, and the container gets its stop signal. Strict, or with a proxy that is gone: at 12:05:00.
///
/// ECS: waits until the target is `unused`, which an ALB says after the whole delay, even of an idle target.
/// Differs from ECS, in relaxed mode: an idle target is not waited for, so that a rollout doesn't take five minutes.
public final class Drain {
    private Drain() {}

    /// Until when a task has to go on; null if it may be stopped now.
    public static @Nullable Instant until(State state, Task task, TaskTargets targets, Instant now) {
        Instant last = null;
        for (TaskTarget target : targets.targets()) {
            Instant until = until(state, task, target, now);
            if (until != null && (last == null || until.isAfter(last))) {
                last = until;
            }
        }
        return last;
    }

    private static @Nullable Instant until(State state, Task task, TaskTarget target, Instant now) {
        String group = target.spec().targetGroupArn();
        TargetGroup known = state.find(ElbViews.TARGET_GROUPS, group);
        Target row = target.id() == null ? null : ElbViews.target(state, group, target.id(), target.port());
        Instant since = task.status().stoppingAt();
        if (known == null || row == null || since == null || row.standing() != Standing.DRAINING) {
            return null;
        }
        Duration delay = known.deregistrationDelay();
        Instant until = since.plus(delay);
        // A clock that was put back must not make it wait for hours.
        boolean waits = now.isBefore(until) && !now.isBefore(since.minus(delay));
        return waits ? until : null;
    }
}
