package berth.control.elb.api;

import berth.control.dispatch.Honoured;
import berth.control.elb.ElbViews;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.plan.HealthChecks;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupResponse;

/// Changes how the targets of a group are probed.
public final class ModifyTargetGroup implements ElbWrite<ModifyTargetGroupRequest, ModifyTargetGroupResponse> {
    private static final Honoured HONOURED = Honoured.of(
            ModifyTargetGroupRequest.class,
            "TargetGroupArn",
            "HealthCheckProtocol",
            "HealthCheckPort",
            "HealthCheckPath",
            "HealthCheckEnabled",
            "HealthCheckIntervalSeconds",
            "HealthCheckTimeoutSeconds",
            "HealthyThresholdCount",
            "UnhealthyThresholdCount",
            "Matcher");

    @Override
    public Class<ModifyTargetGroupRequest> request() {
        return ModifyTargetGroupRequest.class;
    }

    @Override
    public Outcome<ModifyTargetGroupResponse> handle(ModifyTargetGroupRequest request, State state, Context context) {
        HONOURED.check(request, WRONG);
        TargetGroup before = Find.targetGroup(state, request.targetGroupArn());
        TargetGroup after = before.with(HealthChecks.modified(
                before.protocol(), before.protocolVersion(), before.healthCheck(), TargetGroupMapper.wanted(request)));
        return new Outcome<>(
                List.of(Change.put(ElbViews.TARGET_GROUPS, after)),
                ModifyTargetGroupResponse.builder()
                        .targetGroups(TargetGroupMapper.toSdk(state, after))
                        .build());
    }
}
