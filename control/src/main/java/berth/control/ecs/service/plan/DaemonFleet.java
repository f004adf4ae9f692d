package berth.control.ecs.service.plan;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.ContainerInstance.Status;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.plan.Attributes;
import berth.control.ecs.instance.plan.Constraints;
import berth.control.ecs.instance.plan.MemberTraits;
import berth.control.ecs.instance.plan.Neighbours;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.plan.GroupNeighbours;
import berth.control.ecs.task.plan.LiveTasks;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The hosts that a DAEMON service has to do with.
///
/// ECS: every ACTIVE container instance that satisfies the constraints of the service and of its definition; how much
/// room it has does not matter. A DRAINING one keeps its daemon until its other services' tasks are gone.
///
/// Differs from ECS: an instance whose agent can't be heard and that runs none of the service's tasks does not count.
/// There an instance that is gone is terminated; here nobody does that.
///
/// @param hosts that are to have one task each, in the order of their ids
/// @param draining hosts whose instance is DRAINING
/// @param busy those of them that still have tasks of REPLICA services of the cluster
public record DaemonFleet(List<String> hosts, SortedSet<String> draining, SortedSet<String> busy) {
    public DaemonFleet {
        hosts = List.copyOf(hosts);
    }

    /// @param service with its PRIMARY deployment first
    public static DaemonFleet of(State state, Service service) {
        Constraints constraints = Constraints.of(constraints(state, service));
        Neighbours neighbours = GroupNeighbours.of(state, service.cluster(), "service:" + service.serviceName(), false);
        TreeSet<String> hosts = new TreeSet<>();
        TreeSet<String> draining = new TreeSet<>();
        TreeSet<String> busy = new TreeSet<>();
        for (ContainerInstance instance :
                state.by(InstanceViews.CONTAINER_INSTANCES, InstanceViews.BY_CLUSTER, service.cluster())) {
            Host host = state.find(InstanceViews.HOSTS, instance.hostId());
            if (host == null) {
                continue;
            }
            if (instance.status() == Status.DRAINING) {
                draining.add(host.id());
                if (hasReplicas(state, instance)) {
                    busy.add(host.id());
                }
            } else if (instance.status() == Status.ACTIVE
                    && (host.connected() || neighbours.onHost(host.id()) > 0)
                    && satisfies(constraints, host, instance, neighbours)) {
                hosts.add(host.id());
            }
        }
        return new DaemonFleet(new ArrayList<>(hosts), draining, busy);
    }

    private static List<PlacementConstraint> constraints(State state, Service service) {
        List<PlacementConstraint> all =
                new ArrayList<>(service.spec().placement().constraints());
        TaskDefinition definition =
                TaskDefinitionViews.byName(state, service.status().primary().taskDefinition());
        if (definition != null) {
            all.addAll(definition.placementConstraints());
        }
        return all;
    }

    private static boolean satisfies(
            Constraints constraints, Host host, ContainerInstance instance, Neighbours neighbours) {
        if (constraints.memberOf().isEmpty()) {
            return true;
        }
        MemberTraits traits = new MemberTraits(host, instance, Attributes.of(host, instance), neighbours);
        return constraints.memberOf().stream().allMatch(one -> one.expression().matches(traits));
    }

    private static boolean hasReplicas(State state, ContainerInstance instance) {
        return LiveTasks.on(state, instance.hostId()).stream()
                .anyMatch(task -> instance.id().equals(task.spec().containerInstance()) && isReplica(state, task));
    }

    private static boolean isReplica(State state, Task task) {
        Service of = task.spec().service() == null
                ? null
                : state.find(
                        ServiceViews.SERVICES,
                        task.cluster() + '/' + task.spec().service());
        return of != null && !of.spec().isDaemon();
    }

    /// Whether a task that ended may be what a daemon on the same DRAINING instance waits for.
    public static boolean mayRelease(State state, Task task) {
        String id = task.spec().containerInstance();
        if (!task.stopped() || task.status().desired() != DesiredStatus.STOPPED || id == null) {
            return false;
        }
        ContainerInstance instance = state.find(InstanceViews.CONTAINER_INSTANCES, task.cluster() + '/' + id);
        return instance != null && instance.status() == Status.DRAINING;
    }
}
