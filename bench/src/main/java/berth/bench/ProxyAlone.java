package berth.bench;

import berth.proxy.Proxy;
import berth.proxy.ProxyPorts;
import berth.routing.Action.Forward;
import berth.routing.HealthCheck;
import berth.routing.Listener;
import berth.routing.LoadBalancer;
import berth.routing.LoadBalancerAttributes;
import berth.routing.Protocol;
import berth.routing.ProxyChannel;
import berth.routing.RoutingTable;
import berth.routing.Rule;
import berth.routing.Target;
import berth.routing.TargetGroup;
import berth.routing.TargetGroup.ProtocolVersion;
import berth.routing.TargetGroupAttributes;
import berth.routing.TargetHealth;
import berth.routing.TargetsReport;
import berth.server.loop.ThreadLoop;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// The proxy in a process of its own, with one load balancer and one target.
final class ProxyAlone implements ProxyChannel.Upstream {
    private static final String GROUP = "group";

    private final String address;
    private final int port;
    private final int target;
    private boolean said;

    private ProxyAlone(String address, int port, int target) {
        this.address = address;
        this.port = port;
        this.target = target;
    }

    /// Prints `ready` once the target is healthy, and serves until it is killed.
    ///
    /// @param args the address and port to listen on, the target's port, and how many threads
    public static void main(String[] args) throws InterruptedException {
        ProxyAlone alone = new ProxyAlone(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        Proxy.assemble(new ProxyPorts(new ThreadLoop("proxy"), alone, 1, Integer.parseInt(args[3])))
                .start();
        new CountDownLatch(1).await();
    }

    @Override
    public void joined(ProxyChannel channel) {
        Rule rule = new Rule("rule", Rule.DEFAULT, List.of(), Forward.to(GROUP));
        Listener listener = new Listener("listener", port, Protocol.HTTP, List.of(), "", List.of(rule));
        channel.send(new RoutingTable(
                1,
                List.of(new LoadBalancer(
                        "lb",
                        "lb",
                        "lb.elb.localhost",
                        LoadBalancer.Type.APPLICATION,
                        address,
                        LoadBalancerAttributes.APPLICATION,
                        List.of(listener))),
                List.of(new TargetGroup(
                        GROUP,
                        GROUP,
                        Protocol.HTTP,
                        ProtocolVersion.HTTP1,
                        HealthCheck.HTTP,
                        TargetGroupAttributes.DEFAULT,
                        List.of(new Target(
                                "127.0.0.1", "127.0.0.1", target, Target.Standing.ACTIVE, Instant.EPOCH))))));
    }

    @Override
    public void reported(TargetsReport report) {
        boolean healthy = report.targets().stream().allMatch(one -> one.health().equals(TargetHealth.HEALTHY));
        if (healthy && report.unbound().isEmpty() && !said) {
            said = true;
            System.out.println("ready");
        }
    }
}
