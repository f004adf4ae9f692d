package berth.control.elb.plan;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.Protocol;
import berth.control.elb.model.Target;
import berth.control.elb.model.TargetGroup;
import berth.control.store.State;
import berth.routing.Action;
import berth.routing.Certificate;
import berth.routing.CodeMatcher;
import berth.routing.HealthCheck;
import berth.routing.LoadBalancerAttributes.DesyncMode;
import berth.routing.LoadBalancerAttributes.XffMode;
import berth.routing.RoutingTable;
import berth.routing.Rule;
import berth.routing.TargetGroup.ProtocolVersion;
import berth.routing.TargetGroupAttributes.Algorithm;
import berth.routing.TargetGroupAttributes.Stickiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What the proxy must know, from the state alone.
///
/// The rule: every load balancer with its listeners by port, every rule by priority with the default one last, and
/// every target group that a rule names with its targets in the order of their registration, draining ones too. A
/// target whose address is not known (an instance whose host is gone) is left out; a listener whose certificate is
/// gone is too.
///
/// Worked example: `web` at 127.66.0.7 with one listener on 80 that forwards to a group with targets 10.0.0.4:80
/// (active)
/// and 10.0.0.5:80 (draining): one load balancer, one listener with its default rule, one group with both targets.
public final class RoutingPlanner {
    private RoutingPlanner() {}

    /// The table of this state; its version is the state's.
    public static RoutingTable table(State state) {
        List<berth.routing.LoadBalancer> loadBalancers = new ArrayList<>();
        for (LoadBalancer loadBalancer : state.all(ElbViews.LOAD_BALANCERS)) {
            loadBalancers.add(loadBalancer(state, loadBalancer));
        }
        List<berth.routing.TargetGroup> groups = new ArrayList<>();
        for (String arn : state.keys(ElbViews.RULES_BY_TARGET_GROUP)) {
            TargetGroup group = state.find(ElbViews.TARGET_GROUPS, arn);
            if (group != null) {
                groups.add(group(state, group));
            }
        }
        return new RoutingTable(state.version(), loadBalancers, groups);
    }

    private static berth.routing.LoadBalancer loadBalancer(State state, LoadBalancer loadBalancer) {
        List<Listener> listeners = ElbViews.listeners(state, loadBalancer.arn());
        return new berth.routing.LoadBalancer(
                loadBalancer.arn(),
                loadBalancer.name(),
                loadBalancer.dnsName(),
                switch (loadBalancer.spec().type()) {
                    case APPLICATION -> berth.routing.LoadBalancer.Type.APPLICATION;
                    case NETWORK -> berth.routing.LoadBalancer.Type.NETWORK;
                },
                loadBalancer.address(),
                attributes(loadBalancer, listeners),
                listeners.stream()
                        .map(listener -> listener(state, listener))
                        .filter(java.util.Objects::nonNull)
                        .toList());
    }

    private static berth.routing.LoadBalancerAttributes attributes(
            LoadBalancer loadBalancer, List<Listener> listeners) {
        return switch (loadBalancer.spec().type()) {
            case APPLICATION -> applicationAttributes(Attributes.of(loadBalancer));
            case NETWORK -> networkAttributes(listeners);
        };
    }

    private static berth.routing.LoadBalancerAttributes applicationAttributes(Attributes given) {
        return new berth.routing.LoadBalancerAttributes(
                Duration.ofSeconds(given.number("idle_timeout.timeout_seconds")),
                Duration.ofSeconds(given.number("client_keep_alive.seconds")),
                XffMode.valueOf(upper(given.value("routing.http.xff_header_processing.mode"))),
                given.isOn("routing.http.xff_client_port.enabled"),
                DesyncMode.valueOf(upper(given.value("routing.http.desync_mitigation_mode"))),
                given.isOn("routing.http.preserve_host_header.enabled"),
                given.isOn("routing.http.drop_invalid_header_fields.enabled"),
                given.isOn("routing.http.x_amzn_tls_version_and_cipher_suite.enabled"),
                given.isOn("routing.http2.enabled"));
    }

    /// ELB sets the idle time of TCP by listener; here the longest of a load balancer's holds for all of them.
    private static berth.routing.LoadBalancerAttributes networkAttributes(List<Listener> listeners) {
        var defaults = berth.routing.LoadBalancerAttributes.NETWORK;
        Duration idle = listeners.stream()
                .map(listener -> Duration.ofSeconds(Attributes.of(listener).number("tcp.idle_timeout.seconds")))
                .max(Comparator.naturalOrder())
                .orElse(defaults.idleTimeout());
        return new berth.routing.LoadBalancerAttributes(
                idle,
                defaults.clientKeepAlive(),
                defaults.xffMode(),
                defaults.xffClientPort(),
                defaults.desyncMode(),
                defaults.preserveHostHeader(),
                defaults.dropInvalidHeaderFields(),
                defaults.tlsHeaders(),
                defaults.http2());
    }

    private static berth.routing.@Nullable Listener listener(State state, Listener listener) {
        List<Certificate> certificates = new ArrayList<>();
        for (String arn : listener.spec().certificates()) {
            Certificates.Found found = Certificates.find(state, arn);
            if (found != null) {
                certificates.add(new Certificate(
                        arn,
                        found.material().fullChain(),
                        found.material().key().pem(),
                        found.facts().domainNames()));
            }
        }
        List<Rule> rules = ElbViews.rules(state, listener.arn()).stream()
                .map(RoutingPlanner::rule)
                .toList();
        boolean complete = !rules.isEmpty()
                && rules.getLast().isDefault()
                && certificates.isEmpty() != listener.spec().protocol().secure();
        String policy = listener.spec().sslPolicy();
        return complete
                ? new berth.routing.Listener(
                        listener.arn(),
                        listener.spec().port(),
                        protocol(listener.spec().protocol()),
                        certificates,
                        policy == null ? "" : policy,
                        rules)
                : null;
    }

    private static Rule rule(ListenerRule rule) {
        return new Rule(
                rule.arn(),
                rule.isDefault() ? Rule.DEFAULT : rule.priority(),
                rule.conditions().stream().map(RoutingConditions::condition).toList(),
                rule.transforms().stream().map(RoutingConditions::transform).toList(),
                action(rule.action()));
    }

    private static Action action(berth.control.elb.model.Action action) {
        return switch (action) {
            case berth.control.elb.model.Action.Forward forward ->
                new Action.Forward(
                        forward.groups().stream()
                                .map(group -> new Action.WeightedTargetGroup(group.targetGroupArn(), group.weight()))
                                .toList(),
                        forward.stickySeconds() == null ? null : Duration.ofSeconds(forward.stickySeconds()));
            case berth.control.elb.model.Action.Redirect redirect ->
                new Action.Redirect(
                        redirect.protocol(),
                        redirect.host(),
                        redirect.port(),
                        redirect.path(),
                        redirect.query(),
                        redirect.statusCode());
            case berth.control.elb.model.Action.FixedResponse response ->
                new Action.FixedResponse(
                        response.statusCode(), or(response.contentType(), ""), or(response.body(), ""));
        };
    }

    private static berth.routing.TargetGroup group(State state, TargetGroup group) {
        String version = group.protocolVersion();
        List<berth.routing.Target> targets = new ArrayList<>();
        ElbViews.targets(state, group.arn()).stream()
                .sorted(Comparator.comparing(Target::registeredAt).thenComparing(Target::name))
                .forEach(target -> {
                    String host = TargetChecks.address(state, group.targetType(), target.id());
                    if (host != null) {
                        targets.add(new berth.routing.Target(
                                target.id(), host, target.port(), standing(target), target.registeredAt()));
                    }
                });
        return new berth.routing.TargetGroup(
                group.arn(),
                group.name(),
                protocol(group.protocol()),
                version == null ? ProtocolVersion.HTTP1 : ProtocolVersion.valueOf(version),
                check(group.healthCheck()),
                attributes(group),
                targets);
    }

    private static berth.routing.Target.Standing standing(Target target) {
        return switch (target.standing()) {
            case ACTIVE -> berth.routing.Target.Standing.ACTIVE;
            case DRAINING -> berth.routing.Target.Standing.DRAINING;
        };
    }

    private static HealthCheck check(TargetGroup.HealthCheck check) {
        return new HealthCheck(
                true,
                protocol(check.protocol()),
                check.port().equals("traffic-port")
                        ? OptionalInt.empty()
                        : OptionalInt.of(Integer.parseInt(check.port())),
                or(check.path(), ""),
                Duration.ofSeconds(check.intervalSeconds()),
                Duration.ofSeconds(check.timeoutSeconds()),
                check.healthyThreshold(),
                check.unhealthyThreshold(),
                CodeMatcher.of(or(check.matcher(), "200")));
    }

    private static berth.routing.TargetGroupAttributes attributes(TargetGroup group) {
        Attributes given = Attributes.of(group);
        boolean requests = group.protocol().readsRequests();
        String percent = given.value("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage");
        return new berth.routing.TargetGroupAttributes(
                Duration.ofSeconds(requests ? given.number("slow_start.duration_seconds") : 0),
                requests
                        ? Algorithm.valueOf(upper(given.value("load_balancing.algorithm.type")))
                        : Algorithm.ROUND_ROBIN,
                stickiness(given),
                given.number("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count"),
                percent.equals("off") ? 0 : Integer.parseInt(percent),
                !requests && given.isOn("deregistration_delay.connection_termination.enabled"),
                !requests && given.isOn("proxy_protocol_v2.enabled"));
    }

    private static @Nullable Stickiness stickiness(Attributes given) {
        if (!given.isOn("stickiness.enabled")) {
            return null;
        }
        return switch (given.value("stickiness.type")) {
            case "lb_cookie" ->
                new Stickiness.LbCookie(Duration.ofSeconds(given.number("stickiness.lb_cookie.duration_seconds")));
            case "app_cookie" ->
                new Stickiness.AppCookie(
                        given.value("stickiness.app_cookie.cookie_name"),
                        Duration.ofSeconds(given.number("stickiness.app_cookie.duration_seconds")));
            default -> new Stickiness.SourceIp();
        };
    }

    private static berth.routing.Protocol protocol(Protocol protocol) {
        return switch (protocol) {
            case HTTP -> berth.routing.Protocol.HTTP;
            case HTTPS -> berth.routing.Protocol.HTTPS;
            case TCP -> berth.routing.Protocol.TCP;
            case TLS -> berth.routing.Protocol.TLS;
        };
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private static String or(@Nullable String given, String otherwise) {
        return given == null ? otherwise : given;
    }
}
