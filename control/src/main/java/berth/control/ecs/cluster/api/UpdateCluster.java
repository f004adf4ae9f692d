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
import java.util.List;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterResponse;

/// Changes a cluster: its settings. What is left out stays.
public record UpdateCluster(ClusterContents contents)
        implements Operation.Write<UpdateClusterRequest, UpdateClusterResponse> {
    static final Honoured HONOURED = Honoured.of(UpdateClusterRequest.class, "cluster", "settings")
            .refusing("configuration", "there is no ECS Exec and no managed storage that it could configure")
            .refusing("serviceConnectDefaults", "there is no Service Connect");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "UpdateCluster";
    }

    @Override
    public Class<UpdateClusterRequest> request() {
        return UpdateClusterRequest.class;
    }

    @Override
    public Outcome<UpdateClusterResponse> handle(UpdateClusterRequest request, State state, Context context) {
        HONOURED.check(request);
        ClusterViews.checkGiven(request.cluster());
        Cluster before = ClusterViews.active(state, context.account(), request.cluster());
        Cluster after = request.settings().isEmpty()
                ? before
                : before.withContainerInsights(ClusterSettings.containerInsights(request.settings()));
        return new Outcome<>(
                after.equals(before) ? List.of() : List.of(Change.put(ClusterViews.CLUSTERS, after)),
                UpdateClusterResponse.builder()
                        .cluster(ClusterMapper.changed(after, contents, state, context.account()))
                        .build());
    }
}
