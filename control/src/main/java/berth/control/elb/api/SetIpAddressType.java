package berth.control.elb.api;

import berth.control.elb.model.LoadBalancer;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetIpAddressTypeResponse;

/// Says that a load balancer's addresses are IPv4, as they are; anything else is refused by name.
public final class SetIpAddressType implements ElbWrite<SetIpAddressTypeRequest, SetIpAddressTypeResponse> {
    @Override
    public Class<SetIpAddressTypeRequest> request() {
        return SetIpAddressTypeRequest.class;
    }

    @Override
    public Outcome<SetIpAddressTypeResponse> handle(SetIpAddressTypeRequest request, State state, Context context) {
        LoadBalancer loadBalancer = Find.loadBalancer(state, request.loadBalancerArn());
        LoadBalancerMapper.ipAddressType(request.ipAddressTypeAsString());
        return Outcome.unchanged(SetIpAddressTypeResponse.builder()
                .ipAddressType(Words.lower(loadBalancer.spec().ipAddressType()))
                .build());
    }
}
