package berth.control.ecs.instance.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceTasks;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.ContainerInstance.Status;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;

/// Takes a container instance out of its cluster: it is INACTIVE and gets no tasks any more, until its host's agent is
/// started again and the next EC2 task of the cluster makes it an instance anew, or RegisterContainerInstance does.
///
/// ECS: with tasks it takes force, and then their records are STOPPED at once and services replace them. Differs from
/// ECS: the containers of these tasks don't run on as orphans, their host stops them.
public record DeregisterContainerInstance(InstanceTasks tasks)
        implements Operation.Write<DeregisterContainerInstanceRequest, DeregisterContainerInstanceResponse> {
    static final Honoured HONOURED =
            Honoured.of(DeregisterContainerInstanceRequest.class, "cluster", "containerInstance", "force");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DeregisterContainerInstance";
    }

    @Override
    public Class<DeregisterContainerInstanceRequest> request() {
        return DeregisterContainerInstanceRequest.class;
    }

    @Override
    public Outcome<DeregisterContainerInstanceResponse> handle(
            DeregisterContainerInstanceRequest request, State state, Context context) {
        HONOURED.check(request);
        String given = request.containerInstance();
        if (given == null || given.isEmpty()) {
            throw Fault.invalidParameter("Container instance can not be blank.").raise();
        }
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        ContainerInstance instance =
                InstanceReference.of(given, cluster, context.account()).find(state);
        if (instance == null) {
            throw Fault.invalidParameter("The referenced container instance was not found.")
                    .raise();
        }
        if (!Boolean.TRUE.equals(request.force()) && tasks.any(state, instance)) {
            throw Fault.invalidParameter("Found running tasks on the instance.").raise();
        }
        ContainerInstance inactive = instance.with(Status.INACTIVE);
        List<Change> changes = new ArrayList<>(tasks.deregister(state, instance, context.now()));
        changes.add(Change.put(InstanceViews.CONTAINER_INSTANCES, inactive));
        State after = state;
        for (Change change : changes) {
            after = after.with(change);
        }
        return new Outcome<>(
                changes,
                DeregisterContainerInstanceResponse.builder()
                        .containerInstance(InstanceMapper.toSdk(after, inactive, tasks, context.account()))
                        .build());
    }
}
