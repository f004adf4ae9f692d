package berth.control.elb.plan;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Target;
import berth.control.elb.model.Target.Standing;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.model.TargetHealth;
import berth.control.store.Change;
import berth.control.store.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When the targets of a group go, and what becomes of their health while no load balancer uses the group.
///
/// The rule: a draining target goes when the group's deregistration delay is over, at once if the group is in no use or
/// gone. Of a group that is in no use the health that was last reported does not count any more: its targets are
/// `initial` again, for the day when a load balancer takes it.
///
/// Worked example: delay 300 s, one target deregistered at 10:00:00 and one at 10:02:00. At 10:00:30 nothing goes, and
/// the next look is at 10:05:00; then the first goes, and the next look is at 10:07:00.
///
/// ELB: deregistration takes the whole delay, also when nothing is in flight.
public final class DrainPlanner {
    private DrainPlanner() {}

    /// @param lookAgain how long until the next target may go, or null
    public record Step(List<Change> changes, @Nullable Duration lookAgain) {
        public Step {
            changes = List.copyOf(changes);
        }
    }

    public static Step step(State state, String targetGroupArn, Instant now) {
        TargetGroup group = state.find(ElbViews.TARGET_GROUPS, targetGroupArn);
        boolean inUse = group != null && ElbViews.hasLoadBalancer(state, targetGroupArn);
        List<Change> changes = new ArrayList<>();
        Duration next = null;
        for (Target target : ElbViews.targets(state, targetGroupArn)) {
            Instant since = target.drainingSince();
            if (target.standing() == Standing.DRAINING && since != null) {
                Duration left = group == null || !inUse
                        ? Duration.ZERO
                        : Duration.between(now, since.plus(group.deregistrationDelay()));
                if (!left.isPositive()) {
                    changes.add(Change.delete(ElbViews.TARGETS, target.name()));
                } else if (next == null || left.compareTo(next) < 0) {
                    next = left;
                }
            } else if (!inUse && !target.health().equals(TargetHealth.REGISTERING)) {
                changes.add(Change.put(ElbViews.TARGETS, target.with(TargetHealth.REGISTERING)));
            }
        }
        return new Step(changes, next);
    }
}
