package berth.control.elb.plan;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Target;
import berth.control.elb.model.Target.Standing;
import berth.control.elb.model.TargetHealth;
import berth.control.store.Change;
import berth.control.store.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Registers and deregisters targets, and says how they are. What RegisterTargets does for a person, this does for
/// a service and its tasks.
///
/// The rule: registering makes a row that is ACTIVE and `initial`; registering again what is ACTIVE changes nothing,
/// and of what is DRAINING ends the draining: the target is new again. Deregistering turns the row to DRAINING; the
/// row goes when the draining is over. Deregistering what is not there, or drains already, changes nothing.
///
/// Worked example: a group with a delay of 5 s. At 10:00:00 `10.0.0.4:80` is registered: `initial`. At 10:00:01 the
/// proxy reports it healthy. At 10:01:00 it is deregistered: `draining`, no new requests. At 10:01:05 its row is
/// gone and it is `unused` with the reason Target.NotRegistered. Were it registered again at 10:01:03, it would be
/// `initial` from then on.
public final class Targets {
    private Targets() {}

    /// @param id an IPv4 address of a group of type `ip`, the id of an instance of a group of type `instance`
    public static List<Change> register(State state, String targetGroupArn, String id, int port, Instant now) {
        return register(state, targetGroupArn, id, port, null, now);
    }

    /// @param availabilityZone as a client gave it, or null
    public static List<Change> register(
            State state, String targetGroupArn, String id, int port, @Nullable String availabilityZone, Instant now) {
        Target before = ElbViews.target(state, targetGroupArn, id, port);
        if (before != null && before.standing() == Standing.ACTIVE) {
            return List.of();
        }
        Target target = new Target(
                targetGroupArn, id, port, availabilityZone, now, Standing.ACTIVE, TargetHealth.REGISTERING, null);
        return List.of(Change.put(ElbViews.TARGETS, target));
    }

    public static List<Change> deregister(State state, String targetGroupArn, String id, int port, Instant now) {
        Target target = ElbViews.target(state, targetGroupArn, id, port);
        return target == null || target.standing() == Standing.DRAINING
                ? List.of()
                : List.of(Change.put(ElbViews.TARGETS, target.draining(now)));
    }

    /// How a target is; `unused`, Target.NotRegistered, if there is none.
    public static TargetHealth health(State state, String targetGroupArn, String id, int port) {
        Target target = ElbViews.target(state, targetGroupArn, id, port);
        return target == null ? TargetHealth.NOT_REGISTERED : health(state, target);
    }

    /// How a target is: what the proxy reported, unless it drains or no load balancer uses its group.
    public static TargetHealth health(State state, Target target) {
        return switch (target.standing()) {
            case DRAINING -> TargetHealth.DRAINING;
            case ACTIVE ->
                ElbViews.hasLoadBalancer(state, target.targetGroupArn()) ? target.health() : TargetHealth.NOT_IN_USE;
        };
    }
}
