package berth.sim;

import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.TaskSet;
import berth.control.ecs.service.model.TaskSet.Stability;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.sim.Checkers.Checker;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How the tasks of a service must be shared out: over zones, over capacity providers and over task sets.
final class SpreadCheckers {
    private final Checkers checkers;

    SpreadCheckers(Checkers checkers) {
        this.checkers = checkers;
    }

    /// In a world that had time to settle: tasks of Fargate services may be in every default subnet's zone.
    void zones(State state) {
        for (Service service : state.all(ServiceViews.SERVICES)) {
            boolean active = service.status().state() == Service.State.ACTIVE;
            if (active
                    && service.spec().options().availabilityZoneRebalancing()
                    && service.spec().launchType() == LaunchType.FARGATE) {
                checkers.looked(Checker.ZONES_ARE_BALANCED);
                TreeMap<String, Integer> zones = new TreeMap<>();
                VpcViews.defaultSubnets(state).forEach(subnet -> zones.put(subnet.zone(), 0));
                live(state, service).forEach(task -> zones.merge(task.spec().zone(), 1, Integer::sum));
                if (Collections.max(zones.values()) - Collections.min(zones.values()) > 1) {
                    checkers.broken(Checker.ZONES_ARE_BALANCED, service.name() + " has its tasks in " + zones);
                }
            }
        }
    }

    /// In a world that did settle: each base is filled, and what is beyond the bases is shared out by weight. With
    /// two providers neither gets less than its quota rounded down, nor more than rounded up.
    void providers(State state) {
        for (Service service : state.all(ServiceViews.SERVICES)) {
            if (service.status().state() != Service.State.ACTIVE
                    || service.status().deployments().isEmpty()) {
                continue;
            }
            List<CapacityProviderStrategyItem> strategy =
                    service.status().primary().workload().capacityProviderStrategy();
            if (!strategy.isEmpty()) {
                checkers.looked(Checker.PROVIDERS_HAVE_THEIR_SHARE);
                shares(service, strategy, live(state, service));
            }
        }
    }

    private void shares(Service service, List<CapacityProviderStrategyItem> strategy, List<Task> tasks) {
        TreeMap<String, Integer> has = new TreeMap<>();
        tasks.forEach(task -> has.merge(String.valueOf(task.spec().capacityProvider()), 1, Integer::sum));
        int based = 0;
        int weights = 0;
        for (CapacityProviderStrategyItem item : strategy) {
            based += item.base();
            weights += item.weight();
        }
        double left = Math.max(0, tasks.size() - based);
        for (CapacityProviderStrategyItem item : strategy) {
            double quota = weights == 0 ? 0 : left * item.weight() / weights;
            int beyond = has.getOrDefault(item.capacityProvider(), 0) - item.base();
            boolean tooMany = beyond > Math.ceil(quota);
            boolean tooFew = tasks.size() >= based && beyond < Math.floor(quota);
            if (tooMany || tooFew) {
                checkers.broken(
                        Checker.PROVIDERS_HAVE_THEIR_SHARE,
                        "%s has %s of the strategy %s".formatted(service.name(), has, strategy));
            }
        }
    }

    /// A set that becomes steady has as many tasks RUNNING as its scale says.
    void sets(@Nullable Service old, State state, Service service) {
        for (TaskSet set : service.status().taskSets()) {
            boolean was = old != null
                    && old.status().taskSets().stream()
                            .anyMatch(one -> one.id().equals(set.id()) && one.stability() == Stability.STEADY_STATE);
            if (was || set.stability() != Stability.STEADY_STATE) {
                continue;
            }
            checkers.looked(Checker.STEADY_SETS_ARE_WHOLE);
            long running = live(state, service).stream()
                    .filter(task -> set.id().equals(task.spec().startedBy()))
                    .filter(task -> task.status().last() == LastStatus.RUNNING
                            && task.status().desired() == DesiredStatus.RUNNING)
                    .count();
            long wanted = set.status() == TaskSet.Status.DRAINING
                    ? 0
                    : (long) Math.ceil(set.scale() * service.spec().desiredCount() / 100);
            if (running != wanted) {
                checkers.broken(
                        Checker.STEADY_SETS_ARE_WHOLE,
                        "%s is steady with %d of %d tasks".formatted(set.id(), running, wanted));
            }
        }
    }

    private static List<Task> live(State state, Service service) {
        return state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
    }
}
