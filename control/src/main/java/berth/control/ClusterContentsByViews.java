package berth.control;

import berth.control.ecs.cluster.ClusterContents;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.store.Change;
import berth.control.store.State;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A cluster's contents, from the views of services, tasks and container instances.
///
/// ECS: a container instance blocks DeleteCluster. Differs from ECS: here one is made by Berth itself and goes
/// with its cluster when idle, because nobody could deregister what nobody registered.
public final class ClusterContentsByViews implements ClusterContents {

    @Override
    public Counts counts(State state, String cluster) {
        Tally running = new Tally();
        Tally pending = new Tally();
        for (Task task : state.by(TaskViews.TASKS, TaskViews.LIVE_BY_CLUSTER, cluster)) {
            switch (task.status().last()) {
                case PROVISIONING, PENDING, ACTIVATING ->
                    pending.add(task.spec().launchType());
                case RUNNING -> running.add(task.spec().launchType());
                case DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED -> {}
            }
        }
        Tally active = new Tally();
        Tally draining = new Tally();
        for (Service service : state.by(ServiceViews.SERVICES, ServiceViews.BY_CLUSTER, cluster)) {
            switch (service.status().state()) {
                case ACTIVE -> active.add(service.spec().launchType());
                case DRAINING -> draining.add(service.spec().launchType());
                case INACTIVE -> {}
            }
        }
        int instances = state.count(InstanceViews.BY_CLUSTER, cluster);
        return new Counts(instances, running.total(), pending.total(), active.total(), draining.total());
    }

    @Override
    public Hold hold(State state, String cluster) {
        if (hasService(state, cluster, Service.State.ACTIVE)) {
            return Hold.SERVICES;
        }
        if (state.count(TaskViews.LIVE_BY_CLUSTER, cluster) > 0) {
            return Hold.TASKS;
        }
        return hasService(state, cluster, Service.State.DRAINING) ? Hold.SERVICES : Hold.NOTHING;
    }

    @Override
    public boolean uses(State state, String cluster, String capacityProvider) {
        boolean byTask = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_CLUSTER, cluster).stream()
                .anyMatch(task -> capacityProvider.equals(task.spec().capacityProvider()));
        return byTask
                || state.by(ServiceViews.SERVICES, ServiceViews.BY_CLUSTER, cluster).stream()
                        .filter(service -> service.status().state() != Service.State.INACTIVE)
                        .flatMap(ClusterContentsByViews::strategies)
                        .anyMatch(item -> item.capacityProvider().equals(capacityProvider));
    }

    private static Stream<CapacityProviderStrategyItem> strategies(Service service) {
        Stream<WorkloadConfiguration> ofSets =
                service.status().taskSets().stream().map(set -> set.deployment().workload());
        return Stream.concat(Stream.of(service.spec().workload()), ofSets)
                .flatMap(workload -> workload.capacityProviderStrategy().stream());
    }

    @Override
    public List<Change> instancesDeleted(State state, String cluster) {
        return state.ids(InstanceViews.BY_CLUSTER, cluster).stream()
                .map(id -> Change.delete(InstanceViews.CONTAINER_INSTANCES, id))
                .toList();
    }

    private static boolean hasService(State state, String cluster, Service.State wanted) {
        return state.first(
                        ServiceViews.SERVICES,
                        ServiceViews.BY_CLUSTER,
                        cluster,
                        service -> service.status().state() == wanted)
                != null;
    }

    private static final class Tally {
        private final Map<LaunchType, Integer> numbers = new EnumMap<>(LaunchType.class);

        void add(LaunchType type) {
            numbers.merge(type, 1, Integer::sum);
        }

        ByLaunchType total() {
            return new ByLaunchType(of(LaunchType.EC2), of(LaunchType.FARGATE), of(LaunchType.EXTERNAL));
        }

        private int of(LaunchType type) {
            return numbers.getOrDefault(type, 0);
        }
    }
}
