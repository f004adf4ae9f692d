package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Listener;
import berth.control.elb.plan.Certificates;
import berth.control.elb.plan.ElbFaults;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddListenerCertificatesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;

/// Gives a listener further certificates, chosen by the server name that a client asks for. One that it has already is
/// passed over.
public final class AddListenerCertificates
        implements ElbWrite<AddListenerCertificatesRequest, AddListenerCertificatesResponse> {
    private static final int MAX = 25;

    @Override
    public Class<AddListenerCertificatesRequest> request() {
        return AddListenerCertificatesRequest.class;
    }

    @Override
    public Outcome<AddListenerCertificatesResponse> handle(
            AddListenerCertificatesRequest request, State state, Context context) {
        Listener listener = Find.listener(state, request.listenerArn());
        if (!listener.spec().protocol().secure()) {
            throw ElbFaults.configuration(
                            "Certificates cannot be specified for %s listeners",
                            listener.spec().protocol())
                    .raise();
        }
        List<Certificate> shown = new ArrayList<>();
        LinkedHashSet<String> all = new LinkedHashSet<>(listener.spec().certificates());
        for (String arn : ListenerCertificates.arns(request.certificates())) {
            Certificates.check(state, arn);
            all.add(arn);
            shown.add(Certificate.builder().certificateArn(arn).isDefault(false).build());
        }
        if (all.size() - 1 > MAX) {
            throw ElbFaults.tooMany("TooManyCertificates", "certificates of a listener besides the default one", MAX)
                    .raise();
        }
        return new Outcome<>(
                List.of(Change.put(ElbViews.LISTENERS, ListenerCertificates.with(listener, List.copyOf(all)))),
                AddListenerCertificatesResponse.builder().certificates(shown).build());
    }
}
