package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Listener;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.plan.AttributeRules;
import berth.control.elb.plan.ElbFaults;
import berth.control.elb.plan.Listeners;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteLoadBalancerResponse;

/// Deletes a load balancer with its listeners and rules; target groups stay.
///
/// ELB: of what does not exist, or is deleted already, the call succeeds.
public final class DeleteLoadBalancer implements ElbWrite<DeleteLoadBalancerRequest, DeleteLoadBalancerResponse> {
    @Override
    public Class<DeleteLoadBalancerRequest> request() {
        return DeleteLoadBalancerRequest.class;
    }

    @Override
    public Outcome<DeleteLoadBalancerResponse> handle(DeleteLoadBalancerRequest request, State state, Context context) {
        LoadBalancer loadBalancer = find(state, request.loadBalancerArn());
        List<Change> changes = new ArrayList<>();
        if (loadBalancer != null) {
            AttributeRules.checkDeletion(loadBalancer);
            for (Listener listener : ElbViews.listeners(state, loadBalancer.arn())) {
                changes.addAll(Listeners.delete(state, listener));
            }
            changes.add(Change.delete(ElbViews.LOAD_BALANCERS, loadBalancer.arn()));
        }
        return new Outcome<>(changes, DeleteLoadBalancerResponse.builder().build());
    }

    private static @Nullable LoadBalancer find(State state, @Nullable String arn) {
        if (arn == null || !arn.contains(":loadbalancer/")) {
            throw ElbFaults.validation("'%s' is not a valid load balancer ARN", arn == null ? "" : arn)
                    .raise();
        }
        return state.find(ElbViews.LOAD_BALANCERS, arn);
    }
}
