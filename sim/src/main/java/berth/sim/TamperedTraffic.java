package berth.sim;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.model.TaskTargets.TaskTarget;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Action.Forward;
import berth.control.elb.model.Action.WeightedGroup;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.Target;
import berth.control.store.Change;
import berth.control.store.State;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// Rows of services behind load balancers as faulty decisions would have left them.
final class TamperedTraffic {
    /// A target group without targets, where a planted bug sends green's share.
    static final String NOWHERE = "nowhere";

    private TamperedTraffic() {}

    /// The group with most of it has one more.
    static State sharedTooMuch(State state) {
        return withProduction(state, forward -> {
            int most = forward.groups().stream()
                    .mapToInt(WeightedGroup::weight)
                    .max()
                    .orElse(0);
            return with(
                    forward,
                    group -> group.weight() == most
                            ? new WeightedGroup(group.targetGroupArn(), group.weight() + 1)
                            : group);
        });
    }

    /// Groups with a share are others than those of the tasks.
    static State sentNowhere(State state) {
        return withProduction(
                state,
                forward -> with(
                        forward, group -> group.weight() > 0 ? new WeightedGroup(NOWHERE, group.weight()) : group));
    }

    /// The shares of a deployment that goes back are the other way round.
    static State leftOnGreen(State state) {
        Service service = BalancedWorkload.service(state, BalancedWorkload.SHIFTED);
        ServiceDeployment running = service == null ? null : ServiceViews.current(state, service);
        if (running == null || running.shift() == null || !running.shift().goesBack()) {
            return state;
        }
        return withProduction(
                state,
                forward -> with(forward, group -> {
                    int rest = forward.groups().stream()
                            .filter(other -> !other.equals(group))
                            .mapToInt(WeightedGroup::weight)
                            .sum();
                    return new WeightedGroup(group.targetGroupArn(), rest);
                }));
    }

    private static State withProduction(State state, UnaryOperator<Forward> bug) {
        Listener listener = state.all(ElbViews.LISTENERS).stream()
                .filter(one -> one.spec().port() == BalancedWorkload.PRODUCTION_PORT)
                .findFirst()
                .orElse(null);
        // A listener and its default rule are two changes of one decision.
        ListenerRule rule = listener == null ? null : ElbViews.defaultRule(state, listener.arn());
        return rule != null && rule.action() instanceof Forward forward
                ? state.with(Change.put(ElbViews.RULES, rule.with(bug.apply(forward))))
                : state;
    }

    private static Forward with(Forward forward, UnaryOperator<WeightedGroup> bug) {
        return new Forward(forward.groups().stream().map(bug).toList(), forward.stickySeconds());
    }

    /// The targets of a task that stops are still there.
    static State drainingStill(State state, Instant now) {
        State next = state;
        for (TaskTargets targets : state.all(TaskViews.TARGETS)) {
            Task task = state.find(TaskViews.TASKS, targets.name());
            if (task != null && task.status().desired() == DesiredStatus.STOPPED) {
                for (TaskTarget target : targets.targets()) {
                    next = drainingStill(next, target, now);
                }
            }
        }
        return next;
    }

    private static State drainingStill(State state, TaskTarget target, Instant now) {
        String id = target.id();
        String group = target.spec().targetGroupArn();
        if (id == null || ElbViews.target(state, group, id, target.port()) != null) {
            return state;
        }
        Target gone = new Target(
                group,
                id,
                target.port(),
                null,
                now,
                Target.Standing.ACTIVE,
                berth.control.elb.model.TargetHealth.HEALTHY,
                null);
        return state.with(Change.put(ElbViews.TARGETS, gone.draining(now)));
    }

    /// What was replaced by a newer deployment was never brought to an end.
    static State neverEnded(State state) {
        State next = state;
        for (Service service : state.all(ServiceViews.SERVICES)) {
            List<ServiceDeployment> replaced =
                    state.by(ServiceViews.DEPLOYMENTS, ServiceViews.DEPLOYMENTS_BY_SERVICE, service.name()).stream()
                            .filter(one ->
                                    !Objects.equals(one.id(), service.status().serviceDeployment()))
                            .toList();
            for (ServiceDeployment one : replaced) {
                next = next.with(Change.put(
                        ServiceViews.DEPLOYMENTS,
                        one.with(
                                ServiceDeployment.Status.IN_PROGRESS,
                                one.statusReason(),
                                one.times().updatedAt())));
            }
        }
        return next;
    }
}
