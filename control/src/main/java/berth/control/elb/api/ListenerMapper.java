package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.Protocol;
import berth.control.elb.plan.Certificates;
import berth.control.elb.plan.ElbFaults;
import berth.control.elb.plan.SslPolicies;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.MutualAuthenticationAttributes;

/// Listeners between the SDK and records.
final class ListenerMapper {
    private ListenerMapper() {}

    /// What a listener of this protocol has of policy, certificates and ALPN.
    ///
    /// @param more certificates besides the default one, which stay
    /// @throws berth.kernel.FaultException ValidationError, SSLPolicyNotFound, CertificateNotFound
    static Listener.Spec spec(
            State state,
            Protocol protocol,
            int port,
            @Nullable String policy,
            @Nullable String certificate,
            List<String> more,
            @Nullable String alpn) {
        if (!protocol.secure()) {
            if (certificate != null) {
                throw ElbFaults.validation("Certificates cannot be specified for %s listeners", protocol)
                        .raise();
            }
            if (policy != null) {
                throw ElbFaults.validation("SSL policies cannot be specified for %s listeners", protocol)
                        .raise();
            }
            return new Listener.Spec(protocol, port, null, List.of(), null);
        }
        if (certificate == null) {
            throw ElbFaults.validation("A certificate must be specified for %s listeners", protocol)
                    .raise();
        }
        Certificates.check(state, certificate);
        String chosen = policy == null ? SslPolicies.DEFAULT : policy;
        if (SslPolicies.find(chosen) == null) {
            throw Fault.of("SSLPolicyNotFound", "SSL policy '%s' not found".formatted(chosen))
                    .raise();
        }
        List<String> all = java.util.stream.Stream.concat(java.util.stream.Stream.of(certificate), more.stream())
                .distinct()
                .toList();
        return new Listener.Spec(protocol, port, chosen, all, alpn);
    }

    /// The one certificate of a request; null if none is given.
    static @Nullable String certificate(List<Certificate> certificates) {
        if (certificates.size() > 1) {
            throw ElbFaults.validation("Only one certificate can be specified; add others with AddListenerCertificates")
                    .raise();
        }
        return certificates.isEmpty() ? null : certificates.getFirst().certificateArn();
    }

    /// ELB: `None`, and of TLS listeners others, which offer HTTP/2 to clients.
    ///
    /// Differs from ELB: bytes are passed on as they come, and no protocol is negotiated.
    static @Nullable String alpn(Protocol protocol, List<String> policies) {
        if (policies.isEmpty()) {
            return null;
        }
        if (protocol != Protocol.TLS || policies.size() > 1) {
            throw ElbFaults.validation("One ALPN policy can be specified for TLS listeners only")
                    .raise();
        }
        if (!policies.getFirst().equals("None")) {
            throw ElbFaults.unsupported("the ALPN policy " + policies.getFirst(), "TLS listeners negotiate no protocol")
                    .raise();
        }
        return "None";
    }

    static void checkMutual(@Nullable MutualAuthenticationAttributes mutual) {
        if (mutual != null && mutual.mode() != null && !mutual.mode().equals("off")) {
            throw ElbFaults.unsupported(
                            "MutualAuthentication with mode " + mutual.mode(),
                            "certificates of clients are not asked for")
                    .raise();
        }
    }

    static void checkPort(@Nullable Integer port) {
        if (port == null) {
            throw ElbFaults.validation("A port must be specified").raise();
        }
        if (port < 1 || port > 65_535) {
            throw ElbFaults.validation("Port '%d' must be between 1 and 65535", port)
                    .raise();
        }
    }

    static void checkFree(State state, String loadBalancerArn, int port, @Nullable String besides) {
        for (Listener other : ElbViews.listeners(state, loadBalancerArn)) {
            if (other.spec().port() == port && !other.arn().equals(besides)) {
                throw Fault.of(
                                "DuplicateListener",
                                "A listener already exists on this port for this load balancer '%s'"
                                        .formatted(loadBalancerArn))
                        .raise();
            }
        }
    }

    static String ruleArn(Listener listener, Context context) {
        return listener.arn().replace(":listener/", ":listener-rule/")
                + '/'
                + context.ids().hex(16);
    }

    static software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener toSdk(State state, Listener listener) {
        Listener.Spec spec = listener.spec();
        ListenerRule rule = ElbViews.defaultRule(state, listener.arn());
        return software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener.builder()
                .listenerArn(listener.arn())
                .loadBalancerArn(listener.loadBalancerArn())
                .port(spec.port())
                .protocol(spec.protocol().name())
                .sslPolicy(spec.sslPolicy())
                .certificates(
                        spec.certificates().isEmpty()
                                ? null
                                : List.of(Certificate.builder()
                                        .certificateArn(spec.certificates().getFirst())
                                        .build()))
                .defaultActions(rule == null ? List.of() : List.of(ActionMapper.toSdk(rule.action())))
                .alpnPolicy(spec.alpnPolicy() == null ? null : List.of(spec.alpnPolicy()))
                .mutualAuthentication(
                        spec.protocol() == Protocol.HTTPS
                                ? MutualAuthenticationAttributes.builder()
                                        .mode("off")
                                        .build()
                                : null)
                .build();
    }
}
