package berth.control.ecs.service.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleHook.Action;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.ContinueServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.ContinueServiceDeploymentResponse;
/// Lets a service deployment go on that a PAUSE hook holds, or has it go back.
///
/// ECS: the action is CONTINUE where none is given.

public record ContinueServiceDeployment()
        implements Operation.Write<ContinueServiceDeploymentRequest, ContinueServiceDeploymentResponse> {
    static final Honoured HONOURED =
            Honoured.of(ContinueServiceDeploymentRequest.class, "serviceDeploymentArn", "hookId", "action");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "ContinueServiceDeployment";
    }

    @Override
    public Class<ContinueServiceDeploymentRequest> request() {
        return ContinueServiceDeploymentRequest.class;
    }

    @Override
    public Outcome<ContinueServiceDeploymentResponse> handle(
            ContinueServiceDeploymentRequest request, State state, Context context) {
        HONOURED.check(request);
        ServiceDeployment before = DeploymentArns.deployment(state, request.serviceDeploymentArn());
        String hookId = request.hookId() == null ? "" : request.hookId();
        if (!hookId.matches("ecs-[a-z]+-[A-Za-z0-9_-]+")) {
            throw Fault.invalidParameter("Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}")
                    .raise();
        }
        if (before.status().terminal()) {
            throw Fault.invalidParameter("Continuing a service deployment is not allowed for service deployment in"
                            + " terminal states.")
                    .raise();
        }
        Action action = Words.of(Action.class, "action", request.actionAsString(), Action.CONTINUE);
        TrafficShift shift = before.shift();
        HookRun run = shift == null
                ? null
                : shift.hooks().stream()
                        .filter(one -> one.id().equals(hookId) && one.status() == HookRun.Status.AWAITING_ACTION)
                        .findFirst()
                        .orElse(null);
        if (shift == null || run == null) {
            throw Fault.invalidParameter("Provided hookId is either completed, unavailable, or not associated with the"
                            + " given Resource ARN")
                    .raise();
        }
        HookRun ended = switch (action) {
            case CONTINUE -> run.ended(HookRun.Status.SUCCEEDED, null);
            case ROLLBACK ->
                run.ended(HookRun.Status.FAILED, "ContinueServiceDeployment was called with action ROLLBACK.");
        };
        ServiceDeployment after = before.with(shift.with(ended), context.now());
        return new Outcome<>(
                List.of(Change.put(ServiceViews.DEPLOYMENTS, after)),
                ContinueServiceDeploymentResponse.builder()
                        .serviceDeploymentArn(ServiceDeploymentMapper.arn(after, context.account()))
                        .build());
    }
}
