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
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetSecurityGroupsResponse;

/// Replaces the security groups of a load balancer. Kept and shown, not enforced.
public final class SetSecurityGroups implements ElbWrite<SetSecurityGroupsRequest, SetSecurityGroupsResponse> {
    private static final Honoured HONOURED =
            Honoured.of(SetSecurityGroupsRequest.class, "LoadBalancerArn", "SecurityGroups");

    @Override
    public Class<SetSecurityGroupsRequest> request() {
        return SetSecurityGroupsRequest.class;
    }

    @Override
    public Outcome<SetSecurityGroupsResponse> handle(SetSecurityGroupsRequest request, State state, Context context) {
        HONOURED.check(request, WRONG);
        LoadBalancer before = Find.loadBalancer(state, request.loadBalancerArn());
        LoadBalancer.Spec spec = before.spec();
        if (request.securityGroups().isEmpty()) {
            throw ElbFaults.configuration("At least one security group must be specified")
                    .raise();
        }
        List<String> groups = Placement.securityGroups(state, spec.type(), spec.vpcId(), request.securityGroups());
        LoadBalancer after = before.with(new LoadBalancer.Spec(
                spec.type(), spec.scheme(), spec.ipAddressType(), spec.vpcId(), spec.subnets(), groups));
        return new Outcome<>(
                List.of(Change.put(ElbViews.LOAD_BALANCERS, after)),
                SetSecurityGroupsResponse.builder().securityGroupIds(groups).build());
    }
}
