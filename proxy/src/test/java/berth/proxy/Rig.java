package berth.proxy;

import berth.routing.LoadBalancer;
import berth.routing.ProxyChannel;
import berth.routing.RoutingTable;
import berth.routing.TargetGroup;
import berth.routing.TargetHealth.State;
import berth.routing.TargetsReport;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// A proxy, and a control plane that only remembers.
final class Rig implements AutoCloseable, ProxyChannel.Upstream {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestLoop loop = new TestLoop();
    private final Proxy proxy;
    private TargetsReport last = new TargetsReport(-1, List.of(), List.of());
    private long version;

    Rig() {
        this(2);
    }

    Rig(int threads) {
        proxy = Proxy.assemble(new ProxyPorts(loop, this, 7, threads));
        proxy.start();
    }

    /// Sends a table and waits until a report is about it and no target is in its first checks.
    void serve(List<LoadBalancer> balancers, List<TargetGroup> groups) {
        send(balancers, groups);
        long sent = version;
        await(report -> report.tableVersion() >= sent
                && report.targets().stream().noneMatch(target -> target.health().state() == State.INITIAL));
    }

    /// Sends a table and waits until a report is about it.
    void swap(List<LoadBalancer> balancers, List<TargetGroup> groups) {
        send(balancers, groups);
        long sent = version;
        await(report -> report.tableVersion() >= sent);
    }

    void send(List<LoadBalancer> balancers, List<TargetGroup> groups) {
        proxy.send(new RoutingTable(++version, balancers, groups));
    }

    synchronized TargetsReport await(Predicate<TargetsReport> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.test(last)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("no such report; the last one: " + last);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return last;
    }

    @Override
    public void joined(ProxyChannel channel) {}

    @Override
    public synchronized void reported(TargetsReport report) {
        last = report;
        notifyAll();
    }

    @Override
    public void close() {
        proxy.close();
        loop.close();
    }
}
