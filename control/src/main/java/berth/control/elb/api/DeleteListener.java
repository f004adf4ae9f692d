package berth.control.elb.api;

import berth.control.elb.plan.Listeners;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteListenerResponse;

/// Closes a port of a load balancer; its rules go with it.
public final class DeleteListener implements ElbWrite<DeleteListenerRequest, DeleteListenerResponse> {
    @Override
    public Class<DeleteListenerRequest> request() {
        return DeleteListenerRequest.class;
    }

    @Override
    public Outcome<DeleteListenerResponse> handle(DeleteListenerRequest request, State state, Context context) {
        return new Outcome<>(
                Listeners.delete(state, Find.listener(state, request.listenerArn())),
                DeleteListenerResponse.builder().build());
    }
}
