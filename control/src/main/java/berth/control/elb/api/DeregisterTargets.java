package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Target;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.plan.ElbFaults;
import berth.control.elb.plan.Targets;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeregisterTargetsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/// Takes targets out of a group; they drain first. Without a port, every target of that id.
///
/// ELB: what is not registered is passed over.
public final class DeregisterTargets implements ElbWrite<DeregisterTargetsRequest, DeregisterTargetsResponse> {
    @Override
    public Class<DeregisterTargetsRequest> request() {
        return DeregisterTargetsRequest.class;
    }

    @Override
    public Outcome<DeregisterTargetsResponse> handle(DeregisterTargetsRequest request, State state, Context context) {
        TargetGroup group = Find.targetGroup(state, request.targetGroupArn());
        if (request.targets().isEmpty()) {
            throw ElbFaults.validation("At least one target must be specified").raise();
        }
        List<Change> changes = new ArrayList<>();
        State now = state;
        for (TargetDescription wanted : request.targets()) {
            for (Target target : ElbViews.targets(state, group.arn())) {
                boolean meant =
                        target.id().equals(wanted.id()) && (wanted.port() == null || wanted.port() == target.port());
                if (meant) {
                    for (Change change :
                            Targets.deregister(now, group.arn(), target.id(), target.port(), context.now())) {
                        changes.add(change);
                        now = now.with(change);
                    }
                }
            }
        }
        return new Outcome<>(changes, DeregisterTargetsResponse.builder().build());
    }
}
