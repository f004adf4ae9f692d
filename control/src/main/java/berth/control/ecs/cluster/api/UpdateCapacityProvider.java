package berth.control.ecs.cluster.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import software.amazon.awssdk.services.ecs.model.UpdateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.UpdateCapacityProviderResponse;

/// Changes a capacity provider of an Auto Scaling group.
///
/// Differs from ECS: what could be changed, managed scaling, termination protection and draining, is off here and is
/// refused by name when it is to be on.
public record UpdateCapacityProvider()
        implements Operation.Write<UpdateCapacityProviderRequest, UpdateCapacityProviderResponse> {
    private static final String GROUP = "autoScalingGroupProvider.";

    static final Honoured HONOURED = Honoured.of(UpdateCapacityProviderRequest.class, "name")
            .accepting(GROUP + "managedScaling.status", "DISABLED")
            .accepting(GROUP + "managedTerminationProtection", "DISABLED")
            .accepting(GROUP + "managedDraining", "DISABLED")
            .refusing(GROUP + "managedScaling", "there is no Auto Scaling that could make or end instances")
            .refusing(GROUP + "managedTerminationProtection", "nothing ends an instance from outside")
            .refusing(GROUP + "managedDraining", "nothing ends an instance from outside")
            .refusing("managedInstancesProvider", "there are no managed instances");

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
        return Outcome.unchanged(UpdateCapacityProviderResponse.builder()
                .capacityProvider(CapacityProviderMapper.toSdk(known, context.account()))
                .build());
    }
}
