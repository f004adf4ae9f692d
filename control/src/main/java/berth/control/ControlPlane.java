package berth.control;

import berth.control.dispatch.Dispatcher;
import berth.control.dispatch.Operation;
import berth.control.ecs.instance.HostChannels;
import berth.control.ecs.instance.HostDirectory;
import berth.control.ecs.instance.HostKeys;
import berth.control.ecs.service.hook.HookCalls;
import berth.control.ecs.task.ProtectionCalls;
import berth.control.ecs.task.SpotInterruptions;
import berth.control.ecs.task.TaskReports;
import berth.control.elb.ProxyChannels;
import berth.control.elb.ProxyDirectory;
import berth.control.logs.LogWork;
import berth.control.reconcile.ReconcileLoop;
import berth.control.reconcile.Woken;
import berth.control.store.Bodies;
import berth.control.store.ChangeFeed;
import berth.control.store.Decision;
import berth.control.store.Kind;
import berth.control.store.State;
import berth.control.store.Store;
import berth.control.store.Writer;
import berth.kernel.host.HostChannel;
import berth.routing.ProxyChannel;
import berth.wire.Catalog;
import berth.wire.Gateway;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control plane, put together.
public final class ControlPlane {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private final ChangeFeed feed;
    private final Writer writer;
    private final Dispatcher dispatcher;
    private final ReconcileLoop reconcileLoop;
    private final HostDirectory hosts;
    private final ProxyDirectory proxy;
    private final HostKeys hostKeys;
    private final SpotInterruptions spot;
    private final Decision<Boolean> bootstrap;

    private ControlPlane(
            ChangeFeed feed,
            Writer writer,
            Dispatcher dispatcher,
            ReconcileLoop reconcileLoop,
            HostDirectory hosts,
            ProxyDirectory proxy,
            HostKeys hostKeys,
            SpotInterruptions spot,
            Decision<Boolean> bootstrap) {
        this.feed = feed;
        this.writer = writer;
        this.dispatcher = dispatcher;
        this.reconcileLoop = reconcileLoop;
        this.hosts = hosts;
        this.proxy = proxy;
        this.hostKeys = hostKeys;
        this.spot = spot;
        this.bootstrap = bootstrap;
    }

    /// Reads the store and connects the parts. Nothing runs before [#start].
    ///
    /// @throws berth.control.store.StoreException if the store can't be read
    public static ControlPlane assemble(ControlPorts ports) {
        HostChannels channels = new HostChannels();
        ProxyChannels proxies = new ProxyChannels();
        HookCalls hooks = new HookCalls(ports.hooks(), ports.account());
        LogWork logs = new LogWork(ports.logs(), ports.destinations(), ports.loop(), ports.clock(), ports.account());
        List<Module> modules = Modules.all(ports, channels, proxies, hooks, logs);
        List<Kind<?>> kinds = new ArrayList<>();
        List<Operation<?, ?>> operations = new ArrayList<>();
        List<Woken> woken = new ArrayList<>();
        for (Module module : modules) {
            kinds.addAll(module.kinds());
            operations.addAll(module.operations());
            woken.addAll(module.woken());
        }
        State state = Store.open(
                ports.store(),
                new Bodies(kinds),
                (kind, id) -> LOG.warn("The row {} {} is of a kind that this Berth does not know.", kind, id));
        ChangeFeed feed = new ChangeFeed();
        Writer writer =
                new Writer(ports.store(), state, ports.loop(), ports.clock(), ports.account(), feed, ports.seed());
        hooks.connect(writer, ports.loop());
        logs.connect(writer, state);
        ReconcileLoop reconcileLoop =
                new ReconcileLoop(writer, ports.loop(), woken, ports.settings().resyncInterval(), ports.wakesPass());
        feed.listen(reconcileLoop);
        Dispatcher dispatcher = new Dispatcher(
                operations,
                new Gateway(Catalog.sdk()),
                writer,
                ports.clock(),
                ports.account(),
                ports.authenticator(),
                ports.seed());
        HostDirectory hosts = new HostDirectory(
                writer,
                ports.loop(),
                ports.clock(),
                logs.store(),
                channels,
                new TaskReports(),
                new ProtectionCalls(writer::published, ports.account(), dispatcher),
                ports.account().region() + "a",
                ports.settings().fence());
        return new ControlPlane(
                feed,
                writer,
                dispatcher,
                reconcileLoop,
                hosts,
                new ProxyDirectory(writer, proxies, !ports.settings().strict()),
                new HostKeys(writer, new TaskReports(), hosts::forget),
                new SpotInterruptions(writer),
                new Bootstrap(ports.settings(), ports.vpcCidr()));
    }

    /// Makes what a Berth has from its first start on, and starts reconciling.
    public void start() {
        writer.<Boolean>submit("berth:bootstrap", bootstrap, answer -> {
            if (answer instanceof Writer.Answer.Refused<Boolean>(var fault)) {
                LOG.error("What every Berth starts with could not be stored: {}", fault.message());
            }
        });
        hosts.start();
        reconcileLoop.start();
    }

    /// Where agents report to.
    public HostChannel.Upstream upstream() {
        return hosts;
    }

    /// Where the proxy reports to.
    public ProxyChannel.Upstream proxyUpstream() {
        return proxy;
    }

    /// The keys by which other machines become hosts.
    public HostKeys hostKeys() {
        return hostKeys;
    }

    /// What takes capacity away from tasks of FARGATE_SPOT.
    public SpotInterruptions spot() {
        return spot;
    }

    /// Tells a listener of every commit from now on, on the writer's loop.
    public void listen(ChangeFeed.Listener listener) {
        feed.listen(listener);
    }

    /// The last committed state.
    public State published() {
        return writer.published();
    }

    public Dispatcher dispatcher() {
        return dispatcher;
    }
}
