package berth.control.ecs.cluster.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.ResourceName;
import berth.control.ecs.cluster.ClusterContents;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.cluster.plan.CapacityRules;
import berth.control.ecs.setting.SettingViews;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;

/// Makes a cluster, ACTIVE at once.
///
/// ECS: the name of an ACTIVE cluster answers that cluster; the name of a deleted one makes a new one.
public record CreateCluster(ClusterContents contents)
        implements Operation.Write<CreateClusterRequest, CreateClusterResponse> {
    static final Honoured HONOURED = Honoured.of(
                    CreateClusterRequest.class,
                    "clusterName",
                    "settings",
                    "capacityProviders",
                    "defaultCapacityProviderStrategy",
                    "tags")
            .refusing("configuration", "there is no ECS Exec and no managed storage that it could configure")
            .refusing("serviceConnectDefaults", "there is no Service Connect");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "CreateCluster";
    }

    @Override
    public Class<CreateClusterRequest> request() {
        return CreateClusterRequest.class;
    }

    @Override
    public Outcome<CreateClusterResponse> handle(CreateClusterRequest request, State state, Context context) {
        HONOURED.check(request);
        String insights = ClusterSettings.containerInsights(request.settings());
        SortedMap<String, String> tags = TagMapper.fromSdk(request.tags());
        String name = request.clusterName() == null ? ClusterViews.DEFAULT : request.clusterName();
        ResourceName.check("Cluster name", name);
        Cluster known = state.find(ClusterViews.CLUSTERS, name);
        if (known != null && known.status() == Cluster.Status.ACTIVE) {
            return Outcome.unchanged(
                    response(known, TagViews.of(state, "cluster/" + name), contents.counts(state, name), context));
        }
        List<String> providers = PutClusterCapacityProviders.names(request.capacityProviders(), context);
        CapacityRules.checkProviders(state, providers);
        var strategy = CapacityProviderMapper.strategy(request.defaultCapacityProviderStrategy());
        CapacityRules.check(state, strategy, providers);
        Cluster created = new Cluster(
                name,
                Cluster.Status.ACTIVE,
                context.now(),
                providers,
                strategy,
                insights == null ? insightsByDefault(state, context) : insights);
        List<Change> changes = new ArrayList<>(TagViews.replaced(state, "cluster/" + name, tags));
        changes.add(Change.put(ClusterViews.CLUSTERS, created));
        return new Outcome<>(changes, response(created, tags, ClusterContents.Counts.NONE, context));
    }

    private static CreateClusterResponse response(
            Cluster cluster, SortedMap<String, String> tags, ClusterContents.Counts counts, Context context) {
        return CreateClusterResponse.builder()
                .cluster(
                        ClusterMapper.toSdk(cluster, counts, context.account(), List.of(ClusterField.SETTINGS))
                                .toBuilder()
                                .tags(TagMapper.toSdk(tags))
                                .build())
                .build();
    }

    /// ECS: what the account setting of the caller says.
    private static String insightsByDefault(State state, Context context) {
        return SettingViews.effective(state, context.account(), "containerInsights", context.caller())
                .value();
    }
}
