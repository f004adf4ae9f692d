package berth.control.elb.api;

import berth.control.dispatch.Honoured;
import berth.control.elb.ElbViews;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.plan.ElbFaults;
import berth.control.elb.plan.Placement;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.vpc.model.Subnet;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSubnetsResponse;

/// Replaces the subnets of a load balancer by others of its VPC.
public final class SetSubnets implements ElbWrite<SetSubnetsRequest, SetSubnetsResponse> {
    private static final Honoured HONOURED = Honoured.of(
                    SetSubnetsRequest.class, "LoadBalancerArn", "Subnets", "SubnetMappings.SubnetId", "IpAddressType")
            .refusing("SubnetMappings", "a load balancer has one loopback address that Berth chooses");

    @Override
    public Class<SetSubnetsRequest> request() {
        return SetSubnetsRequest.class;
    }

    @Override
    public Outcome<SetSubnetsResponse> handle(SetSubnetsRequest request, State state, Context context) {
        HONOURED.check(request, WRONG);
        LoadBalancer before = Find.loadBalancer(state, request.loadBalancerArn());
        LoadBalancer.Spec spec = before.spec();
        List<Subnet> subnets = Placement.subnets(
                state, spec.type(), LoadBalancerMapper.subnets(request.subnets(), request.subnetMappings()));
        if (!subnets.getFirst().vpcId().equals(spec.vpcId())) {
            throw ElbFaults.configuration("The subnets are not in the VPC of the load balancer: '%s'", spec.vpcId())
                    .raise();
        }
        LoadBalancer after = before.with(new LoadBalancer.Spec(
                spec.type(),
                spec.scheme(),
                LoadBalancerMapper.ipAddressType(request.ipAddressTypeAsString()),
                spec.vpcId(),
                subnets.stream().map(Subnet::id).toList(),
                spec.securityGroups()));
        return new Outcome<>(
                List.of(Change.put(ElbViews.LOAD_BALANCERS, after)),
                SetSubnetsResponse.builder()
                        .availabilityZones(LoadBalancerMapper.zones(state, after))
                        .ipAddressType(Words.lower(after.spec().ipAddressType()))
                        .build());
    }
}
