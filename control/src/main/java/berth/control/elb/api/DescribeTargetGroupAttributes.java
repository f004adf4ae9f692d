package berth.control.elb.api;

import berth.control.elb.plan.Attributes;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;

/// Shows every attribute of a target group.
public final class DescribeTargetGroupAttributes
        implements ElbRead<DescribeTargetGroupAttributesRequest, DescribeTargetGroupAttributesResponse> {
    @Override
    public Class<DescribeTargetGroupAttributesRequest> request() {
        return DescribeTargetGroupAttributesRequest.class;
    }

    @Override
    public DescribeTargetGroupAttributesResponse handle(
            DescribeTargetGroupAttributesRequest request, State state, Context context) {
        return DescribeTargetGroupAttributesResponse.builder()
                .attributes(toSdk(Attributes.of(Find.targetGroup(state, request.targetGroupArn()))))
                .build();
    }

    static List<TargetGroupAttribute> toSdk(Attributes attributes) {
        return attributes.all().entrySet().stream()
                .map(one -> TargetGroupAttribute.builder()
                        .key(one.getKey())
                        .value(one.getValue())
                        .build())
                .toList();
    }
}
