package berth.control.elb.api;

import berth.control.elb.model.Listener;
import berth.control.elb.plan.ElbFaults;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;

/// What the three operations on certificates of listeners share.
final class ListenerCertificates {
    private ListenerCertificates() {}

    static List<String> arns(List<Certificate> certificates) {
        List<String> arns = new ArrayList<>();
        for (Certificate certificate : certificates) {
            if (certificate.certificateArn() == null) {
                throw ElbFaults.validation("A certificate ARN must be specified")
                        .raise();
            }
            if (certificate.isDefault() != null) {
                throw ElbFaults.validation(
                                "IsDefault cannot be specified; ModifyListener replaces the default certificate")
                        .raise();
            }
            arns.add(certificate.certificateArn());
        }
        if (arns.isEmpty()) {
            throw ElbFaults.validation("At least one certificate must be specified")
                    .raise();
        }
        return arns;
    }

    static Listener with(Listener listener, List<String> certificates) {
        Listener.Spec spec = listener.spec();
        return listener.with(
                new Listener.Spec(spec.protocol(), spec.port(), spec.sslPolicy(), certificates, spec.alpnPolicy()));
    }
}
