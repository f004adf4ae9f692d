package berth.control.elb.api;

import berth.control.elb.plan.Attributes;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;

/// Shows every attribute of a load balancer.
public final class DescribeLoadBalancerAttributes
        implements ElbRead<DescribeLoadBalancerAttributesRequest, DescribeLoadBalancerAttributesResponse> {
    @Override
    public Class<DescribeLoadBalancerAttributesRequest> request() {
        return DescribeLoadBalancerAttributesRequest.class;
    }

    @Override
    public DescribeLoadBalancerAttributesResponse handle(
            DescribeLoadBalancerAttributesRequest request, State state, Context context) {
        return DescribeLoadBalancerAttributesResponse.builder()
                .attributes(toSdk(Attributes.of(Find.loadBalancer(state, request.loadBalancerArn()))))
                .build();
    }

    static List<LoadBalancerAttribute> toSdk(Attributes attributes) {
        return attributes.all().entrySet().stream()
                .map(one -> LoadBalancerAttribute.builder()
                        .key(one.getKey())
                        .value(one.getValue())
                        .build())
                .toList();
    }
}
