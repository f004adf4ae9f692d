package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.plan.AttributeRules;
import berth.control.elb.plan.Attributes;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/// Sets attributes of a target group, all or none.
public final class ModifyTargetGroupAttributes
        implements ElbWrite<ModifyTargetGroupAttributesRequest, ModifyTargetGroupAttributesResponse> {
    @Override
    public Class<ModifyTargetGroupAttributesRequest> request() {
        return ModifyTargetGroupAttributesRequest.class;
    }

    @Override
    public Outcome<ModifyTargetGroupAttributesResponse> handle(
            ModifyTargetGroupAttributesRequest request, State state, Context context) {
        TargetGroup before = Find.targetGroup(state, request.targetGroupArn());
        Attributes attributes = Attributes.of(before);
        for (TargetGroupAttribute attribute : request.attributes()) {
            attributes = attributes.with(attribute.key(), attribute.value());
        }
        AttributeRules.checkTargetGroup(attributes);
        TargetGroup after = before.withAttributes(attributes.given());
        return new Outcome<>(
                List.of(Change.put(ElbViews.TARGET_GROUPS, after)),
                ModifyTargetGroupAttributesResponse.builder()
                        .attributes(DescribeTargetGroupAttributes.toSdk(attributes))
                        .build());
    }
}
