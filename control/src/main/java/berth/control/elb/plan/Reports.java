package berth.control.elb.plan;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Listener;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.LoadBalancer.Status;
import berth.control.elb.model.Target;
import berth.control.elb.model.TargetHealth;
import berth.control.store.Change;
import berth.control.store.State;
import berth.routing.RoutingTable;
import berth.routing.TargetsReport;
import berth.routing.TargetsReport.TargetReport;
import berth.routing.TargetsReport.UnboundListener;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What a report of the proxy changes: only what differs from what is kept.
///
/// The rule: an active target gets the health that is reported of it, if it was in the table that the report is about
/// with the same registration. A draining target with nothing in flight is done, where drains may end early. A load
/// balancer of that table is active, or impaired if one of its listeners could not be bound.
///
/// Worked example: of three targets, kept as healthy, one is reported unhealthy: one row changes. The same report again
/// changes nothing.
public final class Reports {
    private Reports() {}

    /// @param table the table that the report is about
    /// @param drainsEndEarly whether a drained target may go before its delay is over
    public static List<Change> changes(State state, TargetsReport report, RoutingTable table, boolean drainsEndEarly) {
        List<Change> changes = new ArrayList<>();
        TreeMap<String, berth.routing.Target> told = new TreeMap<>();
        for (var group : table.targetGroups()) {
            for (var target : group.targets()) {
                told.put(Target.name(group.arn(), target.id(), target.port()), target);
            }
        }
        for (TargetReport one : report.targets()) {
            Target target = ElbViews.target(state, one.targetGroupArn(), one.targetId(), one.port());
            berth.routing.Target known = target == null ? null : told.get(target.name());
            if (target != null && known != null && known.registeredAt().equals(target.registeredAt())) {
                changes.addAll(target(target, known, one, drainsEndEarly));
            }
        }
        for (berth.routing.LoadBalancer one : table.loadBalancers()) {
            LoadBalancer loadBalancer = state.find(ElbViews.LOAD_BALANCERS, one.arn());
            if (loadBalancer != null) {
                Status status = status(state, loadBalancer, report.unbound());
                if (!status.equals(loadBalancer.status())) {
                    changes.add(Change.put(ElbViews.LOAD_BALANCERS, loadBalancer.with(status)));
                }
            }
        }
        return changes;
    }

    private static List<Change> target(
            Target target, berth.routing.Target known, TargetReport report, boolean drainsEndEarly) {
        return switch (target.standing()) {
            case ACTIVE -> {
                TargetHealth health = health(report.health());
                boolean news =
                        known.standing() == berth.routing.Target.Standing.ACTIVE && !health.equals(target.health());
                yield news ? List.of(Change.put(ElbViews.TARGETS, target.with(health))) : List.of();
            }
            case DRAINING -> {
                boolean done = drainsEndEarly
                        && known.standing() == berth.routing.Target.Standing.DRAINING
                        && report.inFlight() == 0;
                yield done ? List.of(Change.delete(ElbViews.TARGETS, target.name())) : List.of();
            }
        };
    }

    private static Status status(State state, LoadBalancer loadBalancer, List<UnboundListener> unbound) {
        List<String> reasons = new ArrayList<>();
        for (UnboundListener one : unbound) {
            Listener listener = state.find(ElbViews.LISTENERS, one.listenerArn());
            if (listener != null && listener.loadBalancerArn().equals(loadBalancer.arn())) {
                reasons.add(
                        "Port %d can't be bound: %s".formatted(listener.spec().port(), one.reason()));
            }
        }
        return reasons.isEmpty()
                ? new Status(LoadBalancer.State.ACTIVE, null)
                : new Status(LoadBalancer.State.ACTIVE_IMPAIRED, String.join("; ", reasons));
    }

    private static TargetHealth health(berth.routing.TargetHealth reported) {
        return new TargetHealth(
                TargetHealth.Status.valueOf(reported.state().name()),
                reported.reason() == null ? null : reported.reason().code(),
                reported.description().isEmpty() ? null : reported.description());
    }
}
