package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Target;
import berth.control.elb.plan.ElbFaults;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteTargetGroupResponse;

/// Deletes a target group that no rule names, with its targets.
///
/// ELB: of one that does not exist the call succeeds.
public final class DeleteTargetGroup implements ElbWrite<DeleteTargetGroupRequest, DeleteTargetGroupResponse> {
    @Override
    public Class<DeleteTargetGroupRequest> request() {
        return DeleteTargetGroupRequest.class;
    }

    @Override
    public Outcome<DeleteTargetGroupResponse> handle(DeleteTargetGroupRequest request, State state, Context context) {
        String arn = request.targetGroupArn();
        if (arn == null || !arn.contains(":targetgroup/")) {
            throw ElbFaults.validation("'%s' is not a valid target group ARN", arn == null ? "" : arn)
                    .raise();
        }
        if (ElbViews.hasLoadBalancer(state, arn)) {
            throw Fault.of(
                            "ResourceInUse",
                            "Target group '%s' is currently in use by a listener or a rule".formatted(arn))
                    .raise();
        }
        List<Change> changes = new ArrayList<>();
        for (Target target : ElbViews.targets(state, arn)) {
            changes.add(Change.delete(ElbViews.TARGETS, target.name()));
        }
        if (state.find(ElbViews.TARGET_GROUPS, arn) != null) {
            changes.add(Change.delete(ElbViews.TARGET_GROUPS, arn));
        }
        return new Outcome<>(changes, DeleteTargetGroupResponse.builder().build());
    }
}
