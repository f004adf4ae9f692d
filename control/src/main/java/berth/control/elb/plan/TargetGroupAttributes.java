package berth.control.elb.plan;

import static berth.control.elb.plan.Attribute.choice;
import static berth.control.elb.plan.Attribute.fixed;
import static berth.control.elb.plan.Attribute.flag;
import static berth.control.elb.plan.Attribute.numberOrOff;
import static berth.control.elb.plan.Attribute.seconds;

import berth.control.elb.model.TargetGroup;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What attributes target groups have (ELB: TargetGroupAttribute).
final class TargetGroupAttributes {
    private static final int WEEK = 604_800;
    private static final String NO_DNS = "a load balancer's name always leads to its one address";

    private static final List<Attribute> EVERY = List.of(
            seconds(TargetGroup.DEREGISTRATION_DELAY, 300, 0, 3600),
            flag("stickiness.enabled", false),
            choice("load_balancing.cross_zone.enabled", "use_load_balancer_configuration", "true", "false"),
            fixed("target_group_health.dns_failover.minimum_healthy_targets.count", "1", NO_DNS),
            fixed("target_group_health.dns_failover.minimum_healthy_targets.percentage", "off", NO_DNS),
            seconds("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", 1, 1, 1000),
            numberOrOff(
                    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off", 1, 100));

    /// Of groups that speak HTTP or HTTPS.
    static final List<Attribute> REQUESTS = Stream.concat(
                    EVERY.stream(),
                    Stream.of(
                            choice("stickiness.type", "lb_cookie", "app_cookie"),
                            seconds("stickiness.lb_cookie.duration_seconds", 86_400, 1, WEEK),
                            Attribute.text(
                                    "stickiness.app_cookie.cookie_name",
                                    Pattern.compile("(?!AWSALB)[!#$%&'*+.^_`|~0-9A-Za-z-]{0,4096}"),
                                    "must be a cookie's name that does not begin with AWSALB"),
                            seconds("stickiness.app_cookie.duration_seconds", 86_400, 1, WEEK),
                            seconds("slow_start.duration_seconds", 0, 30, 900).or(0),
                            choice(
                                    "load_balancing.algorithm.type",
                                    "round_robin",
                                    "least_outstanding_requests",
                                    "weighted_random"),
                            fixed(
                                    "load_balancing.algorithm.anomaly_mitigation",
                                    "off",
                                    "anomalies of targets are not looked for")))
            .toList();

    /// Of groups that speak TCP or TLS.
    ///
    /// Differs from ELB: connections to an unhealthy target go on, and a target sees the address of the load
    /// balancer instead of that of the client; both attributes say so.
    static final List<Attribute> BYTES = Stream.concat(
                    EVERY.stream(),
                    Stream.of(
                            choice("stickiness.type", "source_ip"),
                            flag("deregistration_delay.connection_termination.enabled", false),
                            fixed(
                                    "preserve_client_ip.enabled",
                                    "false",
                                    "connections to targets come from the load balancer"),
                            flag("proxy_protocol_v2.enabled", false),
                            fixed(
                                    "target_health_state.unhealthy.connection_termination.enabled",
                                    "false",
                                    "connections to a target that became unhealthy go on"),
                            fixed(
                                    "target_health_state.unhealthy.draining_interval_seconds",
                                    "0",
                                    "connections to a target that became unhealthy go on")))
            .toList();

    private TargetGroupAttributes() {}
}
