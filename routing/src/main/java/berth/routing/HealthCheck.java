package berth.routing;

import java.time.Duration;
import java.util.OptionalInt;

/// How the targets of a group are probed.
///
/// @param enabled ELB `HealthCheckEnabled`; false: all targets get requests
/// @param protocol HTTP, HTTPS, TCP, or TLS (as TCP)
/// @param port empty: `traffic-port`, the target's own
/// @param path of HTTP and HTTPS; of a group with protocol version GRPC the method that is called, for example
///     `/AWS.ALB/healthcheck`
/// @param interval 5 to 300 s
/// @param timeout 2 to 120 s
/// @param healthyThreshold successes in a row that make an unhealthy target healthy; a new one needs a single
///     success
/// @param unhealthyThreshold failures in a row that make a target unhealthy
/// @param matcher the codes that are a success: of HTTP, or of gRPC where the protocol version is that; without
///     meaning for TCP
public record HealthCheck(
        boolean enabled,
        Protocol protocol,
        OptionalInt port,
        String path,
        Duration interval,
        Duration timeout,
        int healthyThreshold,
        int unhealthyThreshold,
        CodeMatcher matcher) {

    /// ELB's defaults for an HTTP group.
    public static final HealthCheck HTTP = new HealthCheck(
            true,
            Protocol.HTTP,
            OptionalInt.empty(),
            "/",
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            5,
            2,
            CodeMatcher.of("200"));
}
