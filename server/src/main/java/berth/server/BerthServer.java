package berth.server;

import berth.agent.LastWord;
import berth.agent.docker.HostRoutes;
import berth.control.ControlPlane;
import berth.control.ControlPorts;
import berth.control.Settings;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.service.hook.HookCaller;
import berth.control.logs.LogDestination;
import berth.control.vpc.VpcViews;
import berth.proxy.Proxy;
import berth.proxy.ProxyPorts;
import berth.server.channel.HostGate;
import berth.server.config.Config;
import berth.server.directory.AccessKey;
import berth.server.directory.DataDirectory;
import berth.server.directory.DirectoryException;
import berth.server.host.EngineSource;
import berth.server.host.HostAddresses;
import berth.server.host.LocalHost;
import berth.server.host.TaskApi;
import berth.server.host.Uptime;
import berth.server.http.Handler;
import berth.server.http.HttpServer;
import berth.server.http.Limits;
import berth.server.loop.SystemClock;
import berth.server.loop.ThreadLoop;
import berth.server.store.SqliteLogStore;
import berth.server.store.SqliteStore;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running Berth: data directory, stores, control plane, API, load balancers, and this machine as its host.
///
/// Start order: the lock first, so that nothing is touched that another process holds; then the state; then the API,
/// which answers from then on; the agent joins by itself when the engine answers. The end goes the other way round, and
/// leaves containers as they are.
public final class BerthServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BerthServer.class);
    private static final int HTTP_THREADS = 2;
    private static final int PROXY_THREADS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Config config;
    private final DataDirectory directory;
    private final ControlPlane control;
    private final HttpServer http;
    private final InetSocketAddress address;

    private BerthServer(Config config, EngineSource engines) throws DirectoryException, StartException {
        this.config = config;
        try {
            directory = opened(DataDirectory.open(config.data()));
            SystemClock clock = new SystemClock();
            AccessKey key = directory.accessKey(config.account().region());
            LocalKeys keys = new LocalKeys(key, config.account(), config.devCredentials());
            http = opened(new HttpServer(HTTP_THREADS));
            control = controlPlane(clock, keys);
            HttpServer.Service api = api(keys, clock);
            address = listen(api);
            control.start();
            directory.showAddress(url(), config.tlsCertificate());
            proxy().start();
            ThreadLoop agentLoop = opened(new ThreadLoop("berth-agent"));
            opened(LocalHost.join(
                    new LocalHost.Surroundings(
                            config,
                            directory,
                            http,
                            served(api),
                            address.getPort(),
                            agentLoop,
                            clock,
                            control.upstream(),
                            () -> control.published().all(VpcViews.VPCS).stream()
                                    .map(vpc -> HostAddresses.gateway(vpc.cidr()))
                                    .toList(),
                            LastWord.inMemory(Uptime::now),
                            Version.CURRENT),
                    engines));
        } catch (DirectoryException | StartException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Starts and returns once the API answers.
    ///
    /// @throws DirectoryException if the data directory can't be used, or another Berth holds it
    /// @throws StartException if the API can't be served
    /// @throws berth.control.store.StoreException if the state can't be read
    public static BerthServer start(Config config, EngineSource engines) throws DirectoryException, StartException {
        return new BerthServer(config, engines);
    }

    /// Where the API answers, for example `http://127.0.0.1:4566`.
    public String url() {
        InetAddress ip = address.getAddress();
        String host = ip.isAnyLocalAddress() ? "127.0.0.1" : ip.getHostAddress();
        String scheme = config.tlsCertificate() == null ? "http" : "https";
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ':' + address.getPort();
    }

    public ControlPlane control() {
        return control;
    }

    /// Stops answering and lets go of everything but the tasks.
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not end in order.", part.getClass().getSimpleName(), e);
            }
        }
    }

    private ControlPlane controlPlane(SystemClock clock, LocalKeys keys) {
        SqliteStore store = opened(SqliteStore.open(directory.stateFile()));
        SqliteLogStore logs = opened(SqliteLogStore.open(directory.logsFile(), config.logDisk() * 1024L * 1024L));
        HttpHookCaller http = opened(new HttpHookCaller());
        ThreadLoop loop = opened(new ThreadLoop("berth-writer"));
        return ControlPlane.assemble(new ControlPorts(
                clock,
                loop,
                store,
                logs,
                destination(http),
                http,
                keys,
                config.account(),
                settings(),
                VpcRange.free(HostRoutes.read()),
                directory.seed(),
                (name, wokenKey) -> true));
    }

    /// Subscription filters call URLs as lifecycle hooks do; the answer's body says nothing.
    private static LogDestination destination(HookCaller http) {
        return (url, payload, done) -> http.call(
                url,
                payload,
                reply -> done.accept(
                        switch (reply) {
                            case HookCaller.Reply.Answered answered -> null;
                            case HookCaller.Reply.Unreached(var why) -> why;
                        }));
    }

    /// The load balancers' data plane. It ends before the control plane does, so that what is in flight ends first.
    private Proxy proxy() {
        ThreadLoop loop = opened(new ThreadLoop("berth-proxy"));
        return opened(Proxy.assemble(new ProxyPorts(loop, control.proxyUpstream(), directory.seed(), PROXY_THREADS)));
    }

    private Settings settings() {
        Settings defaults = config.strict() ? Settings.STRICT : Settings.RELAXED;
        return new Settings(
                config.strict(),
                config.healthyAfter(),
                config.resyncInterval(),
                config.warmPauses(),
                defaults.stoppedTasksKept(),
                config.fence(),
                config.deploymentMinute());
    }

    private TaskApi served(HttpServer.Service api) {
        return new TaskApi() {
            @Override
            public void listen(InetSocketAddress at) throws IOException {
                http.listen(at, api);
            }

            @Override
            public String scheme() {
                return config.tlsCertificate() == null ? "http" : "https";
            }
        };
    }

    private HttpServer.Service api(LocalKeys keys, SystemClock clock) throws StartException {
        HostGate gate = new HostGate(control.hostKeys(), control.upstream());
        SortedMap<String, Handler> own = new TreeMap<>();
        own.put(ExplainHandler.PATH, new ExplainHandler(clock, control, settings()));
        own.put(HostsHandler.PATH, new HostsHandler(control, gate));
        own.put(InterruptHandler.PATH, new InterruptHandler(control));
        own.replaceAll((path, inner) -> new SignedHandler(keys, clock, inner));
        ApiHandler handler = new ApiHandler(
                control.dispatcher()::call,
                own,
                () -> control.published().all(InstanceViews.HOSTS).stream().anyMatch(Host::connected),
                Version.CURRENT);
        return new HttpServer.Service(handler, ApiHandler::tooLarge, Limits.DEFAULT, tls(), gate);
    }

    private @Nullable SslContext tls() throws StartException {
        if (config.tlsCertificate() == null || config.tlsKey() == null) {
            return null;
        }
        try {
            return SslContextBuilder.forServer(
                            config.tlsCertificate().toFile(), config.tlsKey().toFile())
                    .sslProvider(SslProvider.JDK)
                    .build();
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException(
                    "The certificate %s and the key %s can't be used: %s. Give both in PEM, the key as PKCS#8 without a password."
                            .formatted(config.tlsCertificate(), config.tlsKey(), e.getMessage()),
                    e);
        }
    }

    private InetSocketAddress listen(HttpServer.Service api) throws StartException {
        InetSocketAddress wanted = new InetSocketAddress(config.listen(), config.port());
        try {
            return http.listen(wanted, api);
        } catch (IOException e) {
            throw new StartException(
                    "The API can't listen on %s:%d: %s. Is another Berth or LocalStack there? Stop it, or give another --port."
                            .formatted(config.listen().getHostAddress(), config.port(), e.getMessage()),
                    e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        parts.push(part);
        return part;
    }
}
