package berth.sim;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.LoadBalancer;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.model.TrafficShift.End;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.model.TaskTargets.TaskTarget;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Action.Forward;
import berth.control.elb.model.Action.WeightedGroup;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.Target;
import berth.control.elb.model.Target.Standing;
import berth.control.elb.model.TargetHealth;
import berth.control.store.State;
import berth.sim.Checkers.Checker;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What must hold of the traffic of services behind load balancers; [Checkers] says when it is looked at.
final class TrafficCheckers {
    private static final int WHOLE = 100;

    private final Checkers checkers;

    TrafficCheckers(Checkers checkers) {
        this.checkers = checkers;
    }

    /// A deployment wrote the weights of a rule: together they are the whole, and where green is given more
    /// than before, all its tasks are healthy. Blue gets back what green had on the way back, and when a newer
    /// deployment takes the place of one: then there is no choice.
    void shared(State earlier, ListenerRule rule, State state) {
        ListenerRule was = earlier.find(ElbViews.RULES, rule.arn());
        if (was == null || !(was.action() instanceof Forward before) || !(rule.action() instanceof Forward forward)) {
            return;
        }
        checkers.looked(Checker.SHARES_ARE_WHOLE);
        int sum = forward.groups().stream().mapToInt(WeightedGroup::weight).sum();
        if (sum != WHOLE && sum != 10 * WHOLE) {
            checkers.broken(Checker.SHARES_ARE_WHOLE, rule.arn() + " shares out " + forward.groups());
        }
        ServiceDeployment deployment = shifting(state);
        if (deployment == null
                || deployment.status().terminal()
                || deployment.shift() == null
                || deployment.shift().goesBack()
                || !isProduction(state, rule, deployment)) {
            return;
        }
        checkers.looked(Checker.TRAFFIC_GOES_TO_THE_HEALTHY);
        TreeMap<String, Integer> weights = new TreeMap<>();
        before.groups().forEach(group -> weights.put(group.targetGroupArn(), group.weight()));
        for (WeightedGroup group : forward.groups()) {
            boolean more =
                    group.weight() * share(before) > weights.getOrDefault(group.targetGroupArn(), 0) * share(forward);
            long healthy = ElbViews.targets(state, group.targetGroupArn()).stream()
                    .filter(target -> target.health().equals(TargetHealth.HEALTHY))
                    .count();
            int desired = desired(state, deployment);
            if (more && toGreen(state, deployment, group) && healthy < desired) {
                checkers.broken(
                        Checker.TRAFFIC_GOES_TO_THE_HEALTHY,
                        "%s gives more to %s, where %d of %d are healthy"
                                .formatted(rule.arn(), group, healthy, desired));
            }
        }
    }

    private static boolean toGreen(State state, ServiceDeployment deployment, WeightedGroup group) {
        Deployment green = green(state, deployment);
        return green == null
                || !green.workload().loadBalancers().isEmpty()
                        && (Objects.equals(
                                        green.workload()
                                                .loadBalancers()
                                                .getFirst()
                                                .targetGroupArn(),
                                        group.targetGroupArn())
                                || group.targetGroupArn().equals(TamperedTraffic.NOWHERE));
    }

    private static @Nullable Deployment green(State state, ServiceDeployment deployment) {
        Service service = state.find(ServiceViews.SERVICES, deployment.service());
        TrafficShift shift = deployment.shift();
        return service == null || shift == null
                ? null
                : service.status().deployments().stream()
                        .filter(one -> one.id().equals(shift.green().deployment()))
                        .findFirst()
                        .orElse(null);
    }

    private static int share(Forward forward) {
        return Math.max(
                1, forward.groups().stream().mapToInt(WeightedGroup::weight).sum());
    }

    private static @Nullable ServiceDeployment shifting(State state) {
        Service service = BalancedWorkload.service(state, BalancedWorkload.SHIFTED);
        return service == null ? null : ServiceViews.current(state, service);
    }

    private static int desired(State state, ServiceDeployment deployment) {
        Service service = state.find(ServiceViews.SERVICES, deployment.service());
        return service == null ? 0 : service.spec().desiredCount();
    }

    private static boolean isProduction(State state, ListenerRule rule, ServiceDeployment deployment) {
        ListenerRule production = production(state);
        return production != null
                && production.arn().equals(rule.arn())
                && deployment.service().endsWith(BalancedWorkload.SHIFTED);
    }

    /// The production rule that the newest deployment of `shifted` shifts traffic with.
    private static @Nullable ListenerRule production(State state) {
        Service service = BalancedWorkload.service(state, BalancedWorkload.SHIFTED);
        return service == null || service.status().deployments().isEmpty()
                ? null
                : production(state, service.status().deployments().getFirst());
    }

    /// The production rule of a deployment; null once somebody took it away, whatever listens there now.
    private static @Nullable ListenerRule production(State state, Deployment deployment) {
        ListenerRule rule = BalancedWorkload.rule(state, BalancedWorkload.PRODUCTION_PORT);
        return rule != null
                        && deployment.workload().loadBalancers().stream()
                                .anyMatch(one -> one.advanced() != null
                                        && rule.arn().equals(one.advanced().productionListenerRule()))
                ? rule
                : null;
    }

    /// From the commit on that turns a deployment back, green has no production traffic.
    void back(State state, String name) {
        ServiceDeployment deployment = state.find(ServiceViews.DEPLOYMENTS, name);
        TrafficShift shift = deployment == null ? null : deployment.shift();
        if (deployment == null
                || shift == null
                || shift.retreat() == null
                || shift.end() != End.UNDECIDED
                || shift.blue() == null) {
            return;
        }
        checkers.looked(Checker.WAY_BACK_TAKES_ALL_TRAFFIC);
        Deployment green = green(state, deployment);
        if (green == null || green.workload().loadBalancers().isEmpty()) {
            return;
        }
        LoadBalancer one = green.workload().loadBalancers().getFirst();
        ListenerRule production = production(state, green);
        if (production == null) {
            return;
        }
        boolean left = production.action() instanceof Forward forward
                && forward.groups().stream()
                        .anyMatch(group ->
                                group.weight() > 0 && group.targetGroupArn().equals(one.targetGroupArn()));
        if (left && shift.retreat().production()) {
            checkers.broken(
                    Checker.WAY_BACK_TAKES_ALL_TRAFFIC, name + " goes back, but green has " + production.action());
        }
    }

    /// A task that the scheduler stops goes on until it is out of all its target groups, or its time is over.
    void drained(State state, @Nullable Task old, Task task) {
        TaskTargets targets = state.find(TaskViews.TARGETS, task.name());
        boolean over = old != null
                && old.status().last() == LastStatus.DEACTIVATING
                && task.status().last() == LastStatus.STOPPING
                && task.status().stopCode() == StopCode.SERVICE_SCHEDULER_INITIATED
                && task.status().containers().stream().allMatch(container -> container.exitCode() == null);
        if (targets == null || !over) {
            return;
        }
        checkers.looked(Checker.DRAINED_BEFORE_STOPPED);
        for (TaskTarget target : targets.targets()) {
            Target row = target.id() == null
                    ? null
                    : ElbViews.target(state, target.spec().targetGroupArn(), target.id(), target.port());
            if (row != null && row.standing() == Standing.DRAINING && mayWait(task)) {
                checkers.broken(Checker.DRAINED_BEFORE_STOPPED, task.name() + " is stopped while it drains: " + row);
            }
        }
    }

    /// Whether a task's drain is not over by time. A clock that was put back ends it too.
    private boolean mayWait(Task task) {
        Instant since = task.status().stoppingAt();
        Instant now = checkers.now();
        return since != null
                && now.isBefore(since.plus(BalancedWorkload.DELAY))
                && !now.isBefore(since.minus(BalancedWorkload.DELAY));
    }

    /// In a healed world that had time to settle every service deployment has come to its end.
    void ended(State state) {
        for (ServiceDeployment deployment : state.all(ServiceViews.DEPLOYMENTS)) {
            checkers.looked(Checker.DEPLOYMENTS_END);
            if (!deployment.status().terminal()) {
                checkers.broken(
                        Checker.DEPLOYMENTS_END, deployment.name() + " is " + deployment.status() + " for good");
            }
        }
    }

    /// Whether production traffic goes to a target group of a task; true for one without load balancers.
    static boolean isReached(State state, Task task) {
        TaskTargets targets = state.find(TaskViews.TARGETS, task.name());
        if (targets == null) {
            return true;
        }
        ListenerRule production = production(state);
        return production != null
                && production.action() instanceof Forward forward
                && targets.targets().stream()
                        .anyMatch(target -> forward.groups().stream()
                                .anyMatch(group -> group.weight() > 0
                                        && group.targetGroupArn()
                                                .equals(target.spec().targetGroupArn())));
    }

    /// Whether all targets of a task are healthy; true for one without load balancers.
    static boolean healthy(State state, Task task) {
        TaskTargets targets = state.find(TaskViews.TARGETS, task.name());
        return targets == null
                || targets.targets().stream()
                        .allMatch(target -> target.id() != null
                                && healthy(ElbViews.target(
                                        state,
                                        target.spec().targetGroupArn(),
                                        Objects.requireNonNull(target.id()),
                                        target.port())));
    }

    private static boolean healthy(@Nullable Target target) {
        return target != null && target.health().equals(TargetHealth.HEALTHY);
    }
}
