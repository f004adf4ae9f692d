package berth.proxy;

import berth.kernel.Loop;
import berth.proxy.choice.GroupState;
import berth.proxy.choice.TargetState;
import berth.proxy.http.Lane;
import berth.proxy.listen.Bindings;
import berth.proxy.probe.TargetHealthChecks;
import berth.proxy.table.Registry;
import berth.proxy.tcp.TcpConnections;
import berth.routing.ProxyChannel;
import berth.routing.RoutingTable;
import berth.routing.TargetsReport;
import berth.routing.TargetsReport.TargetReport;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The load balancers' data plane: serves what the newest routing table says, and reports how its targets are.
///
/// A table is taken in on the proxy's loop: targets that stay keep their health and connections, sockets that
/// stay are not touched, and each listener gets its new rules by one reference, which the next request reads. A
/// report about a table goes out only after each thread has passed a point behind it: a target that is said to
/// have nothing in flight will not get a request that an older table sent there.
public final class Proxy implements AutoCloseable, ProxyChannel {
    private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);
    private static final Duration REPORT_DELAY = Duration.ofMillis(10);
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(5);

    private final Loop loop;
    private final Upstream upstream;
    private final MultiThreadIoEventLoopGroup sockets;
    private final Map<EventLoop, Lane> lanes = new ConcurrentHashMap<>();
    private final Registry registry;
    private final TcpConnections tcp = new TcpConnections();
    private final Bindings bindings;
    private final TargetHealthChecks checks;
    private long version = -1;
    private int unsettled;
    private boolean reportDue;
    private boolean reportScheduled;
    private boolean closed;

    private Proxy(ProxyPorts ports) {
        this.loop = ports.loop();
        this.upstream = ports.upstream();
        this.registry = new Registry(ports.seed());
        this.sockets = new MultiThreadIoEventLoopGroup(
                ports.threads(), new DefaultThreadFactory("berth-proxy", true), NioIoHandler.newFactory());
        for (EventExecutor executor : sockets) {
            EventLoop eventLoop = (EventLoop) executor;
            lanes.put(eventLoop, new Lane(eventLoop, target -> loop.execute(this::reportSoon)));
        }
        this.bindings = new Bindings(loop, sockets, this::lane, tcp, this::reportSoon);
        this.checks = new TargetHealthChecks(loop, sockets, registry, this::reportSoon);
    }

    /// A proxy that does nothing yet.
    ///
    /// @throws IllegalStateException if the JVM runs without `--enable-native-access=ALL-UNNAMED`, which would
    ///     make large bodies cost several times as much
    public static Proxy assemble(ProxyPorts ports) {
        if (!Proxy.class.getModule().isNativeAccessEnabled()) {
            throw new IllegalStateException("Start Java with --enable-native-access=ALL-UNNAMED.");
        }
        return new Proxy(ports);
    }

    /// Joins the control plane.
    public void start() {
        loop.execute(() -> upstream.joined(this));
        loop.schedule(REPORT_INTERVAL, this::reportAgain);
    }

    @Override
    public void send(RoutingTable table) {
        loop.execute(() -> become(table));
    }

    private void become(RoutingTable table) {
        if (closed || table.version() < version) {
            return;
        }
        version = table.version();
        Registry.Change change = registry.become(table);
        bindings.become(change.listeners());
        checks.follow();
        for (Registry.Gone gone : change.gone()) {
            if (gone.group().attributes().connectionTermination()) {
                tcp.cut(gone.target());
            }
        }
        settle(change.gone().stream().map(Registry.Gone::target).toList());
        reportSoon();
    }

    /// Lets each thread pass a point behind the table, and end what is in flight to targets that are gone.
    private void settle(List<TargetState> gone) {
        unsettled++;
        AtomicInteger left = new AtomicInteger(lanes.size());
        for (Lane lane : lanes.values()) {
            lane.loop().execute(() -> {
                gone.forEach(lane::leave);
                if (left.decrementAndGet() == 0) {
                    loop.execute(this::settled);
                }
            });
        }
    }

    private void settled() {
        unsettled--;
        if (unsettled == 0 && reportDue) {
            reportSoon();
        }
    }

    private void reportSoon() {
        reportDue = true;
        if (!reportScheduled && !closed) {
            reportScheduled = true;
            loop.schedule(REPORT_DELAY, this::report);
        }
    }

    private void reportAgain() {
        if (!closed) {
            reportSoon();
            loop.schedule(REPORT_INTERVAL, this::reportAgain);
        }
    }

    private void report() {
        reportScheduled = false;
        if (closed || unsettled > 0 || version < 0) {
            return;
        }
        reportDue = false;
        List<TargetReport> targets = new ArrayList<>();
        for (GroupState group : registry.groups()) {
            for (TargetState target : group.targets()) {
                targets.add(new TargetReport(
                        group.group().arn(),
                        target.target().id(),
                        target.target().port(),
                        target.health(),
                        target.inFlight()));
            }
        }
        upstream.reported(new TargetsReport(version, targets, bindings.unbound()));
    }

    private Lane lane(EventLoop eventLoop) {
        return Objects.requireNonNull(lanes.get(eventLoop));
    }

    /// Accepts nothing more and lets what is in flight end, but not for longer than two seconds.
    @Override
    public void close() {
        loop.execute(() -> {
            closed = true;
            bindings.close();
            checks.close();
        });
        if (!sockets.shutdownGracefully(100, Duration.ofSeconds(2).toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(3, TimeUnit.SECONDS)) {
            LOG.warn("The threads of the proxy did not end in time.");
        }
    }
}
