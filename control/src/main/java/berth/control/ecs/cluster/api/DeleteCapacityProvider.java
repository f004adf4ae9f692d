package berth.control.ecs.cluster.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderResponse;

/// Deletes a capacity provider: it becomes INACTIVE and stays describable.
///
/// ECS: FARGATE and FARGATE_SPOT can't be deleted, nor one that a cluster has.
public record DeleteCapacityProvider()
        implements Operation.Write<DeleteCapacityProviderRequest, DeleteCapacityProviderResponse> {
    static final Honoured HONOURED = Honoured.of(DeleteCapacityProviderRequest.class, "capacityProvider");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DeleteCapacityProvider";
    }

    @Override
    public Class<DeleteCapacityProviderRequest> request() {
        return DeleteCapacityProviderRequest.class;
    }

    @Override
    public Outcome<DeleteCapacityProviderResponse> handle(
            DeleteCapacityProviderRequest request, State state, Context context) {
        HONOURED.check(request);
        String name = request.capacityProvider() == null
                ? ""
                : CapacityProviderMapper.shortName(context.account(), request.capacityProvider());
        CapacityProvider known = CapacityProviderViews.active(state, name);
        if (known == null) {
            throw Fault.client("The specified capacity provider does not exist. Specify a valid name or ARN and try"
                            + " again.")
                    .raise();
        }
        if (known.isFargate()) {
            throw Fault.client("The specified capacity provider is reserved and cannot be deleted.")
                    .raise();
        }
        boolean used = state.all(ClusterViews.CLUSTERS).stream()
                .filter(cluster -> cluster.status() == Cluster.Status.ACTIVE)
                .anyMatch(cluster -> cluster.capacityProviders().contains(name));
        if (used) {
            throw Fault.client("The specified capacity provider is in use and cannot be removed.")
                    .raise();
        }
        CapacityProvider deleted = known.deleted();
        return new Outcome<>(
                List.of(Change.put(CapacityProviderViews.MADE, deleted)),
                DeleteCapacityProviderResponse.builder()
                        .capacityProvider(CapacityProviderMapper.toSdk(deleted, context.account()))
                        .build());
    }
}
