package berth.proxy;

import berth.routing.Action;
import berth.routing.Action.Forward;
import berth.routing.Action.WeightedTargetGroup;
import berth.routing.Certificate;
import berth.routing.CodeMatcher;
import berth.routing.Condition;
import berth.routing.HealthCheck;
import berth.routing.Listener;
import berth.routing.LoadBalancer;
import berth.routing.LoadBalancerAttributes;
import berth.routing.Protocol;
import berth.routing.Rule;
import berth.routing.Target;
import berth.routing.TargetGroup;
import berth.routing.TargetGroup.ProtocolVersion;
import berth.routing.TargetGroupAttributes;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/// Small pieces of routing tables.
final class Tables {
    private static final AtomicInteger ADDRESSES =
            new AtomicInteger((int) (ProcessHandle.current().pid() % 200) * 250);
    static final int PORT = 18080;

    private Tables() {}

    /// A loopback address that no other test has.
    static String address() {
        int number = ADDRESSES.incrementAndGet();
        return "127.77." + (number / 250) % 250 + '.' + (number % 250 + 1);
    }

    static LoadBalancer balancer(String address, Listener... listeners) {
        return balancer(address, LoadBalancerAttributes.APPLICATION, listeners);
    }

    static LoadBalancer balancer(String address, LoadBalancerAttributes attributes, Listener... listeners) {
        return new LoadBalancer(
                "lb-" + address,
                "lb",
                "lb-" + address + ".elb.localhost",
                LoadBalancer.Type.APPLICATION,
                address,
                attributes,
                List.of(listeners));
    }

    static LoadBalancer network(String address, Listener... listeners) {
        return new LoadBalancer(
                "nlb-" + address,
                "nlb",
                "nlb.elb.localhost",
                LoadBalancer.Type.NETWORK,
                address,
                LoadBalancerAttributes.NETWORK,
                List.of(listeners));
    }

    static LoadBalancerAttributes idle(Duration timeout) {
        LoadBalancerAttributes defaults = LoadBalancerAttributes.APPLICATION;
        return new LoadBalancerAttributes(
                timeout,
                defaults.clientKeepAlive(),
                defaults.xffMode(),
                defaults.xffClientPort(),
                defaults.desyncMode(),
                defaults.preserveHostHeader(),
                defaults.dropInvalidHeaderFields(),
                defaults.tlsHeaders(),
                defaults.http2());
    }

    static Listener http(Rule... rules) {
        return new Listener("listener", PORT, Protocol.HTTP, List.of(), "", List.of(rules));
    }

    static Listener https(List<Certificate> certificates, Rule... rules) {
        return new Listener("listener", PORT, Protocol.HTTPS, certificates, "", List.of(rules));
    }

    static Listener listener(Protocol protocol, List<Certificate> certificates, Rule... rules) {
        return new Listener("listener", PORT, protocol, certificates, "", List.of(rules));
    }

    static Rule otherwise(Action action) {
        return new Rule("default", Rule.DEFAULT, List.of(), action);
    }

    static Rule rule(int priority, Action action, Condition... conditions) {
        return new Rule("rule-" + priority, priority, List.of(conditions), action);
    }

    static Rule forward(String group) {
        return otherwise(Forward.to(group));
    }

    static Forward weighted(Object... groupsAndWeights) {
        List<WeightedTargetGroup> groups = new ArrayList<>();
        for (int i = 0; i < groupsAndWeights.length; i += 2) {
            groups.add(new WeightedTargetGroup((String) groupsAndWeights[i], (Integer) groupsAndWeights[i + 1]));
        }
        return new Forward(groups, null);
    }

    static TargetGroup group(String arn, Target... targets) {
        return group(arn, TargetGroupAttributes.DEFAULT, targets);
    }

    static TargetGroup group(String arn, TargetGroupAttributes attributes, Target... targets) {
        return new TargetGroup(
                arn, arn, Protocol.HTTP, ProtocolVersion.HTTP1, tcpCheck(), attributes, Arrays.asList(targets));
    }

    static TargetGroup group(String arn, Protocol protocol, ProtocolVersion version, Target... targets) {
        return new TargetGroup(
                arn, arn, protocol, version, tcpCheck(), TargetGroupAttributes.DEFAULT, Arrays.asList(targets));
    }

    static TargetGroup group(String arn, HealthCheck check, Target... targets) {
        return new TargetGroup(
                arn,
                arn,
                Protocol.HTTP,
                ProtocolVersion.HTTP1,
                check,
                TargetGroupAttributes.DEFAULT,
                Arrays.asList(targets));
    }

    /// Connects only, so that backends see nothing but a test's own requests.
    static HealthCheck tcpCheck() {
        return check(Protocol.TCP, "/", Duration.ofSeconds(5), "200");
    }

    static HealthCheck check(Protocol protocol, String path, Duration interval, String matcher) {
        return new HealthCheck(
                true,
                protocol,
                OptionalInt.empty(),
                path,
                interval,
                Duration.ofSeconds(2),
                2,
                2,
                CodeMatcher.of(matcher));
    }

    static HealthCheck unchecked() {
        return new HealthCheck(
                false,
                Protocol.HTTP,
                OptionalInt.empty(),
                "/",
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                2,
                2,
                CodeMatcher.of("200"));
    }

    static Target target(int port) {
        return target("127.0.0.1", port, Target.Standing.ACTIVE);
    }

    static Target target(InetSocketAddress address) {
        return target(address.getPort());
    }

    static Target draining(int port) {
        return target("127.0.0.1", port, Target.Standing.DRAINING);
    }

    private static Target target(String host, int port, Target.Standing standing) {
        return new Target(host, host, port, standing, Instant.EPOCH);
    }
}
