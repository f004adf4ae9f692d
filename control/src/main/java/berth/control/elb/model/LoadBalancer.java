package berth.control.elb.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A load balancer.
///
/// @param arn ends in `loadbalancer/app/NAME/16 hex` or `loadbalancer/net/NAME/16 hex`
/// @param address its own loopback address, `127.66.x.y`
/// @param spec what was asked for
/// @param status how far it is
/// @param attributes those that were set; the others have their defaults
public record LoadBalancer(
        String arn,
        String name,
        String dnsName,
        String address,
        Spec spec,
        Status status,
        SortedMap<String, String> attributes,
        SortedMap<String, String> tags,
        Instant createdAt) {
    public LoadBalancer {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    public LoadBalancer with(Spec newSpec) {
        return new LoadBalancer(arn, name, dnsName, address, newSpec, status, attributes, tags, createdAt);
    }

    public LoadBalancer with(Status newStatus) {
        return new LoadBalancer(arn, name, dnsName, address, spec, newStatus, attributes, tags, createdAt);
    }

    public LoadBalancer withAttributes(SortedMap<String, String> newAttributes) {
        return new LoadBalancer(arn, name, dnsName, address, spec, status, newAttributes, tags, createdAt);
    }

    public LoadBalancer withTags(SortedMap<String, String> newTags) {
        return new LoadBalancer(arn, name, dnsName, address, spec, status, attributes, newTags, createdAt);
    }

    /// @param subnets ids, in the order of their zones
    /// @param securityGroups ids; kept and shown, not enforced
    public record Spec(
            Type type,
            Scheme scheme,
            IpAddressType ipAddressType,
            String vpcId,
            List<String> subnets,
            List<String> securityGroups) {
        public Spec {
            subnets = List.copyOf(subnets);
            securityGroups = List.copyOf(securityGroups);
        }
    }

    /// @param reason why it is impaired or failed, or null
    public record Status(State state, @Nullable String reason) {}

    /// Gateway load balancers are refused by name.
    public enum Type {
        APPLICATION,
        NETWORK
    }

    public enum Scheme {
        INTERNET_FACING,
        INTERNAL
    }

    /// IPv6 is refused by name.
    public enum IpAddressType {
        IPV4
    }

    /// `ACTIVE_IMPAIRED`: a listener's port could not be bound.
    public enum State {
        PROVISIONING,
        ACTIVE,
        ACTIVE_IMPAIRED,
        FAILED
    }
}
