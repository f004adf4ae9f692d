package berth.control.ecs.service.plan;

import java.time.Duration;
import java.util.List;

/// What decides, beside the task itself, whether it counts as healthy.
///
/// @param healthyAfter how long a task that nobody checks must be RUNNING
/// @param grace for how long after it is RUNNING failed checks don't count
/// @param targets how its targets are; empty without load balancers
public record Checks(Duration healthyAfter, Duration grace, List<TargetSight> targets) {
    public Checks {
        targets = List.copyOf(targets);
    }

    /// Without load balancers and grace.
    public static Checks after(Duration healthyAfter) {
        return new Checks(healthyAfter, Duration.ZERO, List.of());
    }
}
