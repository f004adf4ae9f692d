package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Listener;
import berth.control.elb.plan.ElbFaults;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveListenerCertificatesResponse;

/// Takes certificates from a listener, but never its default one.
public final class RemoveListenerCertificates
        implements ElbWrite<RemoveListenerCertificatesRequest, RemoveListenerCertificatesResponse> {
    @Override
    public Class<RemoveListenerCertificatesRequest> request() {
        return RemoveListenerCertificatesRequest.class;
    }

    @Override
    public Outcome<RemoveListenerCertificatesResponse> handle(
            RemoveListenerCertificatesRequest request, State state, Context context) {
        Listener listener = Find.listener(state, request.listenerArn());
        List<String> gone = ListenerCertificates.arns(request.certificates());
        List<String> before = listener.spec().certificates();
        if (!before.isEmpty() && gone.contains(before.getFirst())) {
            throw ElbFaults.notPermitted("The default certificate of listener '%s' cannot be removed", listener.arn())
                    .raise();
        }
        List<String> rest = before.stream().filter(arn -> !gone.contains(arn)).toList();
        return new Outcome<>(
                List.of(Change.put(ElbViews.LISTENERS, ListenerCertificates.with(listener, rest))),
                RemoveListenerCertificatesResponse.builder().build());
    }
}
