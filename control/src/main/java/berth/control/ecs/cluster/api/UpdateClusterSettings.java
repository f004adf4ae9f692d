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
import java.util.List;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsResponse;

/// Changes the settings of a cluster, of which there is one: containerInsights.
public record UpdateClusterSettings(ClusterContents contents)
        implements Operation.Write<UpdateClusterSettingsRequest, UpdateClusterSettingsResponse> {
    static final Honoured HONOURED = Honoured.of(UpdateClusterSettingsRequest.class, "cluster", "settings");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "UpdateClusterSettings";
    }

    @Override
    public Class<UpdateClusterSettingsRequest> request() {
        return UpdateClusterSettingsRequest.class;
    }

    @Override
    public Outcome<UpdateClusterSettingsResponse> handle(
            UpdateClusterSettingsRequest request, State state, Context context) {
        HONOURED.check(request);
        ClusterViews.checkGiven(request.cluster());
        Cluster before = ClusterViews.active(state, context.account(), request.cluster());
        if (request.settings().isEmpty()) {
            throw Fault.invalidParameter("Settings cannot be empty.").raise();
        }
        Cluster after = before.withContainerInsights(ClusterSettings.containerInsights(request.settings()));
        return new Outcome<>(
                after.equals(before) ? List.of() : List.of(Change.put(ClusterViews.CLUSTERS, after)),
                UpdateClusterSettingsResponse.builder()
                        .cluster(ClusterMapper.changed(after, contents, state, context.account()))
                        .build());
    }
}
