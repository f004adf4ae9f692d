package berth.control.ecs.service.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentResponse;
/// Has a service deployment go back to the revision that was completed last.
///
/// ECS: accepted while the deployment is under way, whatever rollback was configured; one that is stopping or going
/// back already goes on with that; one that is over is a conflict. stopType ABORT is not there.

public record StopServiceDeployment()
        implements Operation.Write<StopServiceDeploymentRequest, StopServiceDeploymentResponse> {
    static final Honoured HONOURED =
            Honoured.of(StopServiceDeploymentRequest.class, "serviceDeploymentArn", "stopType");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "StopServiceDeployment";
    }

    @Override
    public Class<StopServiceDeploymentRequest> request() {
        return StopServiceDeploymentRequest.class;
    }

    @Override
    public Outcome<StopServiceDeploymentResponse> handle(
            StopServiceDeploymentRequest request, State state, Context context) {
        HONOURED.check(request);
        ServiceDeployment before = DeploymentArns.deployment(state, request.serviceDeploymentArn());
        String stopType = request.stopTypeAsString();
        if (stopType != null && !stopType.equals("ROLLBACK")) {
            throw Fault.invalidParameter("stopType must be ROLLBACK, was '" + stopType + "'.")
                    .raise();
        }
        StopServiceDeploymentResponse answer = StopServiceDeploymentResponse.builder()
                .serviceDeploymentArn(ServiceDeploymentMapper.arn(before, context.account()))
                .build();
        return switch (before.status()) {
            case PENDING, IN_PROGRESS -> {
                ServiceDeployment after = before.with(Status.ROLLBACK_REQUESTED, null, context.now());
                yield new Outcome<>(List.of(Change.put(ServiceViews.DEPLOYMENTS, after)), answer);
            }
            case STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS -> Outcome.unchanged(answer);
            case SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED ->
                throw Fault.of(
                                "ConflictException",
                                "Stopping a service deployment is not allowed for service deployment in terminal"
                                        + " states.")
                        .raise();
        };
    }
}
