package berth.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The attributes of a target group that its traffic feels. The deregistration delay is no part of them: the
/// control plane keeps a draining target in the table for as long.
///
/// @param slowStart ELB `slow_start.duration_seconds`, 0 (off) or 30 to 900 s
/// @param stickiness null: off
/// @param minimumHealthy ELB `target_group_health.unhealthy_state_routing.minimum_healthy_targets.count`: with
///     fewer healthy targets requests go to all
/// @param minimumHealthyPercent the same as `percentage`; 0: off
/// @param connectionTermination ELB `deregistration_delay.connection_termination.enabled`, of TCP and TLS
///     groups: connections to a target that is gone from the table are closed; otherwise they live on
/// @param proxyProtocolV2 ELB `proxy_protocol_v2.enabled`, of TCP and TLS groups
public record TargetGroupAttributes(
        Duration slowStart,
        Algorithm algorithm,
        @Nullable Stickiness stickiness,
        int minimumHealthy,
        int minimumHealthyPercent,
        boolean connectionTermination,
        boolean proxyProtocolV2) {

    /// ELB's defaults.
    public static final TargetGroupAttributes DEFAULT =
            new TargetGroupAttributes(Duration.ZERO, Algorithm.ROUND_ROBIN, null, 1, 0, false, false);

    /// ELB `load_balancing.algorithm.type`.
    public enum Algorithm {
        ROUND_ROBIN,
        LEAST_OUTSTANDING_REQUESTS,
        WEIGHTED_RANDOM
    }

    /// ELB `stickiness.type`, when `stickiness.enabled`.
    public sealed interface Stickiness {
        /// `lb_cookie`: the load balancer's own cookie, AWSALB.
        record LbCookie(Duration duration) implements Stickiness {}

        /// `app_cookie`: follows a cookie that the target sets.
        record AppCookie(String cookieName, Duration duration) implements Stickiness {}

        /// `source_ip`, of TCP and TLS groups.
        record SourceIp() implements Stickiness {}
    }
}
