package berth.control.elb.api;

import berth.control.elb.plan.Attributes;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;

/// Shows every attribute of a listener.
public final class DescribeListenerAttributes
        implements ElbRead<DescribeListenerAttributesRequest, DescribeListenerAttributesResponse> {
    @Override
    public Class<DescribeListenerAttributesRequest> request() {
        return DescribeListenerAttributesRequest.class;
    }

    @Override
    public DescribeListenerAttributesResponse handle(
            DescribeListenerAttributesRequest request, State state, Context context) {
        return DescribeListenerAttributesResponse.builder()
                .attributes(toSdk(Attributes.of(Find.listener(state, request.listenerArn()))))
                .build();
    }

    static List<ListenerAttribute> toSdk(Attributes attributes) {
        return attributes.all().entrySet().stream()
                .map(one -> ListenerAttribute.builder()
                        .key(one.getKey())
                        .value(one.getValue())
                        .build())
                .toList();
    }
}
