package berth.routing;

import berth.kernel.Invariants;
import java.util.List;

/// A port of a load balancer.
///
/// @param certificates of HTTPS and TLS: the first is for clients that name no server, or one that no
///     certificate has
/// @param sslPolicy ELB's name of a set of TLS versions and ciphers, for example `ELBSecurityPolicy-2016-08`;
///     empty without TLS
/// @param rules by ascending priority, the default one last
public record Listener(
        String arn, int port, Protocol protocol, List<Certificate> certificates, String sslPolicy, List<Rule> rules) {
    public Listener {
        certificates = List.copyOf(certificates);
        rules = List.copyOf(rules);
        Invariants.check(
                !rules.isEmpty() && rules.getLast().isDefault(),
                "the last rule of listener %s is not its default",
                arn);
        Invariants.check(
                !protocol.isSecure() || !certificates.isEmpty(), "listener %s has TLS and no certificate", arn);
    }
}
