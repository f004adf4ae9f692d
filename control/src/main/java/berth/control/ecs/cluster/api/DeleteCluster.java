package berth.control.ecs.cluster.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterContents;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;

/// Deletes a cluster: it becomes INACTIVE and stays describable.
///
/// ECS: refused while it has active services or tasks that are not STOPPED. Idle container instances go with it.
public record DeleteCluster(ClusterContents contents)
        implements Operation.Write<DeleteClusterRequest, DeleteClusterResponse> {
    static final Honoured HONOURED = Honoured.of(DeleteClusterRequest.class, "cluster");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DeleteCluster";
    }

    @Override
    public Class<DeleteClusterRequest> request() {
        return DeleteClusterRequest.class;
    }

    @Override
    public Outcome<DeleteClusterResponse> handle(DeleteClusterRequest request, State state, Context context) {
        HONOURED.check(request);
        ClusterViews.checkGiven(request.cluster());
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        switch (contents.hold(state, cluster.name())) {
            case SERVICES ->
                throw Fault.of(
                                "ClusterContainsServicesException",
                                "The Cluster cannot be deleted while Services are active.")
                        .raise();
            case TASKS ->
                throw Fault.of("ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active.")
                        .raise();
            case NOTHING -> {}
        }
        Cluster deleted = cluster.with(Cluster.Status.INACTIVE);
        List<Change> changes = new ArrayList<>(contents.instancesDeleted(state, cluster.name()));
        changes.add(Change.put(ClusterViews.CLUSTERS, deleted));
        return new Outcome<>(
                changes,
                DeleteClusterResponse.builder()
                        .cluster(
                                ClusterMapper.toSdk(deleted, ClusterContents.Counts.NONE, context.account(), List.of()))
                        .build());
    }
}
