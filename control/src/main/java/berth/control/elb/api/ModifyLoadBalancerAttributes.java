package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.plan.Attributes;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyLoadBalancerAttributesResponse;

/// Sets attributes of a load balancer, all or none.
public final class ModifyLoadBalancerAttributes
        implements ElbWrite<ModifyLoadBalancerAttributesRequest, ModifyLoadBalancerAttributesResponse> {
    @Override
    public Class<ModifyLoadBalancerAttributesRequest> request() {
        return ModifyLoadBalancerAttributesRequest.class;
    }

    @Override
    public Outcome<ModifyLoadBalancerAttributesResponse> handle(
            ModifyLoadBalancerAttributesRequest request, State state, Context context) {
        LoadBalancer before = Find.loadBalancer(state, request.loadBalancerArn());
        Attributes attributes = Attributes.of(before);
        for (LoadBalancerAttribute attribute : request.attributes()) {
            attributes = attributes.with(attribute.key(), attribute.value());
        }
        LoadBalancer after = before.withAttributes(attributes.given());
        return new Outcome<>(
                List.of(Change.put(ElbViews.LOAD_BALANCERS, after)),
                ModifyLoadBalancerAttributesResponse.builder()
                        .attributes(DescribeLoadBalancerAttributes.toSdk(attributes))
                        .build());
    }
}
