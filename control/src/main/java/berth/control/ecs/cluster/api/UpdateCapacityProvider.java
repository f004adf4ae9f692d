package berth.control.ecs.cluster.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.UpdateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.UpdateCapacityProviderResponse;

/// Changes a capacity provider of an Auto Scaling group.
///
/// Differs from ECS: of what could be changed, managed scaling can be turned on and off; termination protection and
/// draining are off here and refused by name when they are to be on.
public record UpdateCapacityProvider()
        implements Operation.Write<UpdateCapacityProviderRequest, UpdateCapacityProviderResponse> {
    static final Honoured HONOURED = ManagedScalingMapper.fields(Honoured.of(
            UpdateCapacityProviderRequest.class, "name", ManagedScalingMapper.GROUP + "managedScaling.status"));

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "UpdateCapacityProvider";
    }

    @Override
    public Class<UpdateCapacityProviderRequest> request() {
        return UpdateCapacityProviderRequest.class;
    }

    @Override
    public Outcome<UpdateCapacityProviderResponse> handle(
            UpdateCapacityProviderRequest request, State state, Context context) {
        HONOURED.check(request);
        String name = request.name() == null ? "" : CapacityProviderMapper.shortName(context.account(), request.name());
        CapacityProvider known = CapacityProviderViews.active(state, name);
        if (known == null) {
            throw Fault.client("The specified capacity provider does not exist. Specify a valid name or ARN and try"
                            + " again.")
                    .raise();
        }
        if (known.isFargate()) {
            throw Fault.client("The specified capacity provider is reserved and cannot be updated.")
                    .raise();
        }
        CapacityProvider changed = known.with(ManagedScalingMapper.fromSdk(
                request.autoScalingGroupProvider() == null
                        ? null
                        : request.autoScalingGroupProvider().managedScaling(),
                known.waits()));
        UpdateCapacityProviderResponse response = UpdateCapacityProviderResponse.builder()
                .capacityProvider(CapacityProviderMapper.toSdk(changed, context.account()))
                .build();
        return changed.equals(known)
                ? Outcome.unchanged(response)
                : new Outcome<>(List.of(Change.put(CapacityProviderViews.MADE, changed)), response);
    }
}
