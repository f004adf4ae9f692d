package berth.routing;

import java.util.List;

/// A load balancer and where it listens.
///
/// @param dnsName for example `web-1234567890.us-east-1.elb.localhost`
/// @param address the loopback address that is its own, for example `127.66.0.1`. Where a machine has only
///     127.0.0.1, load balancers share it: those that also share a port are told apart by the Host and the
///     server name (SNI) that a client asks for, which must be their dnsName; the first is meant where none
///     fits
public record LoadBalancer(
        String arn,
        String name,
        String dnsName,
        Type type,
        String address,
        LoadBalancerAttributes attributes,
        List<Listener> listeners) {

    /// ELB: `application` speaks HTTP, `network` passes bytes.
    public enum Type {
        APPLICATION,
        NETWORK
    }

    public LoadBalancer {
        listeners = List.copyOf(listeners);
    }
}
