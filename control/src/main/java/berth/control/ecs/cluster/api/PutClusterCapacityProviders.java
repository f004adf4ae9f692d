package berth.control.ecs.cluster.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterContents;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.cluster.plan.CapacityRules;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersResponse;

/// Says which capacity providers a cluster has, and its default strategy. Replaces both.
///
/// ECS: both lists must be there, and may be empty; one that a service or a task uses can't be taken away. Services
/// that are there keep what they have.
public record PutClusterCapacityProviders(ClusterContents contents)
        implements Operation.Write<PutClusterCapacityProvidersRequest, PutClusterCapacityProvidersResponse> {
    static final Honoured HONOURED = Honoured.of(
            PutClusterCapacityProvidersRequest.class,
            "cluster",
            "capacityProviders",
            "defaultCapacityProviderStrategy");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "PutClusterCapacityProviders";
    }

    @Override
    public Class<PutClusterCapacityProvidersRequest> request() {
        return PutClusterCapacityProvidersRequest.class;
    }

    @Override
    public Outcome<PutClusterCapacityProvidersResponse> handle(
            PutClusterCapacityProvidersRequest request, State state, Context context) {
        HONOURED.check(request);
        ClusterViews.checkGiven(request.cluster());
        if (!request.hasCapacityProviders() || !request.hasDefaultCapacityProviderStrategy()) {
            throw Fault.invalidParameter("capacityProviders and defaultCapacityProviderStrategy are required; either"
                            + " may be an empty list.")
                    .raise();
        }
        Cluster before = ClusterViews.active(state, context.account(), request.cluster());
        List<String> providers = names(request.capacityProviders(), context);
        CapacityRules.checkProviders(state, providers);
        List<CapacityProviderStrategyItem> strategy =
                CapacityProviderMapper.strategy(request.defaultCapacityProviderStrategy());
        CapacityRules.check(state, strategy, providers);
        for (String old : before.capacityProviders()) {
            if (!providers.contains(old) && contents.uses(state, before.name(), old)) {
                throw Fault.of(
                                "ResourceInUseException",
                                "The specified capacity provider is in use and cannot be removed.")
                        .raise();
            }
        }
        Cluster after = before.with(providers, strategy);
        return new Outcome<>(
                after.equals(before) ? List.of() : List.of(Change.put(ClusterViews.CLUSTERS, after)),
                PutClusterCapacityProvidersResponse.builder()
                        .cluster(ClusterMapper.changed(after, contents, state, context.account()))
                        .build());
    }

    /// ECS: a name or an ARN.
    static List<String> names(List<String> given, Context context) {
        return given.stream()
                .map(one -> CapacityProviderMapper.shortName(context.account(), one))
                .toList();
    }
}
