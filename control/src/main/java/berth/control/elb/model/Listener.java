package berth.control.elb.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A port of a load balancer. What it does by default is in its default [ListenerRule].
///
/// @param arn the load balancer's, with `listener/` and 16 more hex digits
/// @param spec what was asked for
/// @param attributes those that were set; the others have their defaults
public record Listener(
        String arn,
        String loadBalancerArn,
        Spec spec,
        SortedMap<String, String> attributes,
        SortedMap<String, String> tags,
        Instant createdAt) {
    public Listener {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    public Listener with(Spec newSpec) {
        return new Listener(arn, loadBalancerArn, newSpec, attributes, tags, createdAt);
    }

    public Listener withAttributes(SortedMap<String, String> newAttributes) {
        return new Listener(arn, loadBalancerArn, spec, newAttributes, tags, createdAt);
    }

    public Listener withTags(SortedMap<String, String> newTags) {
        return new Listener(arn, loadBalancerArn, spec, attributes, newTags, createdAt);
    }

    /// @param sslPolicy name, or null where there is no TLS
    /// @param certificates ARNs, the default one first; empty where there is no TLS
    /// @param alpnPolicy of a TLS listener, or null
    public record Spec(
            Protocol protocol,
            int port,
            @Nullable String sslPolicy,
            List<String> certificates,
            @Nullable String alpnPolicy) {
        public Spec {
            certificates = List.copyOf(certificates);
        }
    }
}
