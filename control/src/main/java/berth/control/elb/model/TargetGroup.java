package berth.control.elb.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Where requests go.
///
/// @param arn ends in `targetgroup/NAME/16 hex`
/// @param protocolVersion `HTTP1`, `HTTP2` or `GRPC`; null for TCP and TLS
/// @param attributes those that were set; the others have their defaults
public record TargetGroup(
        String arn,
        String name,
        Protocol protocol,
        int port,
        @Nullable String protocolVersion,
        String vpcId,
        TargetType targetType,
        HealthCheck healthCheck,
        SortedMap<String, String> attributes,
        SortedMap<String, String> tags,
        Instant createdAt) {
    /// Name of the attribute that says how long a deregistered target is drained.
    public static final String DEREGISTRATION_DELAY = "deregistration_delay.timeout_seconds";

    private static final Duration DEFAULT_DEREGISTRATION_DELAY = Duration.ofSeconds(300);

    public TargetGroup {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /// How long a deregistered target finishes what it has.
    public Duration deregistrationDelay() {
        String seconds = attributes.get(DEREGISTRATION_DELAY);
        return seconds == null ? DEFAULT_DEREGISTRATION_DELAY : Duration.ofSeconds(Long.parseLong(seconds));
    }

    public TargetGroup with(HealthCheck newHealthCheck) {
        return new TargetGroup(
                arn,
                name,
                protocol,
                port,
                protocolVersion,
                vpcId,
                targetType,
                newHealthCheck,
                attributes,
                tags,
                createdAt);
    }

    public TargetGroup withAttributes(SortedMap<String, String> newAttributes) {
        return new TargetGroup(
                arn,
                name,
                protocol,
                port,
                protocolVersion,
                vpcId,
                targetType,
                healthCheck,
                newAttributes,
                tags,
                createdAt);
    }

    public TargetGroup withTags(SortedMap<String, String> newTags) {
        return new TargetGroup(
                arn,
                name,
                protocol,
                port,
                protocolVersion,
                vpcId,
                targetType,
                healthCheck,
                attributes,
                newTags,
                createdAt);
    }

    /// `LAMBDA` and `ALB` are refused by name.
    public enum TargetType {
        IP,
        INSTANCE
    }

    /// How targets are probed.
    ///
    /// @param port a number, or `traffic-port`: the target's own
    /// @param path of HTTP and HTTPS, else null
    /// @param matcher status codes (`200,202` or `200-299`) that mean healthy, or gRPC's; null for TCP
    public record HealthCheck(
            Protocol protocol,
            String port,
            @Nullable String path,
            int intervalSeconds,
            int timeoutSeconds,
            int healthyThreshold,
            int unhealthyThreshold,
            @Nullable String matcher) {}
}
