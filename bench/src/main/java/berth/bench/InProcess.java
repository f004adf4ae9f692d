package berth.bench;

import berth.control.ControlPlane;
import berth.control.ControlPorts;
import berth.control.Settings;
import berth.control.dispatch.AccessKeys;
import berth.control.dispatch.SignatureAuthenticator;
import berth.kernel.Account;
import berth.kernel.Resources;
import berth.kernel.host.Beat;
import berth.kernel.host.ContainerState;
import berth.kernel.host.Desired;
import berth.kernel.host.Health;
import berth.kernel.host.HostChannel;
import berth.kernel.host.HostFacts;
import berth.kernel.host.Observed;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.ObservedTask;
import berth.server.http.HttpServer;
import berth.server.http.Limits;
import berth.server.loop.SystemClock;
import berth.server.loop.ThreadLoop;
import berth.server.store.SqliteLogStore;
import berth.server.store.SqliteStore;
import berth.wire.sigv4.SecretKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The control plane in this process, with its store, behind its HTTP server. Its hosts are there in name only, so
/// that accepting is measured and not starting.
final class InProcess implements AutoCloseable {
    private static final int HOSTS = 100;
    private static final long SESSION = 1;
    private static final Instant BEGUN = Instant.now();

    private final Path file;
    private final SqliteStore store;
    private final SqliteLogStore logs;
    private final ThreadLoop loop = new ThreadLoop("bench-writer");
    private final HttpServer http = new HttpServer(2);
    private final ScheduledExecutorService life = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong reports = new AtomicLong();
    private final Ecs ecs;
    private volatile boolean ending;

    private InProcess(Path directory) throws IOException {
        Files.createDirectories(directory);
        file = directory.resolve("berth.db");
        store = SqliteStore.open(file);
        logs = SqliteLogStore.open(directory.resolve("logs.db"));
        InetSocketAddress address = serve();
        ecs = new Ecs(URI.create("http://127.0.0.1:" + address.getPort() + "/"), "bench", "secret");
    }

    static InProcess start(Path directory) throws IOException {
        return new InProcess(directory);
    }

    Ecs ecs() {
        return ecs;
    }

    /// Where its rows are.
    Path file() {
        return file;
    }

    private InetSocketAddress serve() throws IOException {
        AccessKeys keys = id -> Optional.of(
                new AccessKeys.Key(new SecretKey("secret"), "arn:aws:iam::" + Account.DEFAULT.id() + ":root"));
        ControlPlane control = ControlPlane.assemble(new ControlPorts(
                new SystemClock(),
                loop,
                store,
                logs,
                (url, payload, done) -> {},
                (url, payload, done) -> {},
                new SignatureAuthenticator(keys),
                Account.DEFAULT,
                Settings.RELAXED,
                "172.31.0.0/16",
                1,
                (name, key) -> true));
        control.start();
        for (int i = 0; i < HOSTS; i++) {
            HostFacts facts = new HostFacts(
                    "bench-" + i,
                    "bench-" + i,
                    new Resources(1 << 24, 1 << 24),
                    List.of(),
                    "x86_64",
                    "none",
                    "bench",
                    SESSION,
                    "127.0.0.1");
            control.upstream().joined(facts, desired -> {
                if (ending) {
                    control.upstream().observed(ended(desired));
                }
            });
        }
        AtomicLong beats = new AtomicLong();
        life.scheduleAtFixedRate(() -> beat(control.upstream(), beats.incrementAndGet()), 1, 1, TimeUnit.SECONDS);
        Waits.pause(1000);
        return http.listen(
                new InetSocketAddress("127.0.0.1", 0),
                new HttpServer.Service(control.dispatcher()::call, control.dispatcher()::call, Limits.DEFAULT, null));
    }

    /// Whether all tasks end as soon as their host is told of them.
    void ending(boolean all) {
        ending = all;
    }

    private Observed ended(Desired desired) {
        List<ObservedTask> tasks = desired.tasks().stream()
                .map(task -> new ObservedTask(
                        task.arn(),
                        false,
                        null,
                        BEGUN,
                        BEGUN,
                        task.containers().stream()
                                .map(container -> ended(container.name()))
                                .toList()))
                .toList();
        return new Observed(
                desired.hostId(), SESSION, reports.incrementAndGet(), desired.version(), true, tasks, List.of());
    }

    private static ObservedContainer ended(String name) {
        return new ObservedContainer(
                name,
                ContainerState.STOPPED,
                "0123456789abcdef".repeat(4),
                "sha256:" + "0123456789abcdef".repeat(4),
                BEGUN,
                BEGUN,
                BEGUN,
                0,
                false,
                null,
                Health.UNKNOWN,
                null,
                List.of());
    }

    private static void beat(HostChannel.Upstream upstream, long number) {
        for (int i = 0; i < HOSTS; i++) {
            upstream.beat(new Beat("bench-" + i, SESSION, number));
        }
    }

    /// Runs the same in many threads and answers with how many a second were done.
    static double callers(int callers, Callable<Integer> work) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            long begun = System.nanoTime();
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                all.add(threads.submit(work));
            }
            int done = 0;
            for (Future<Integer> one : all) {
                done += one.get();
            }
            return done / ((System.nanoTime() - begun) / 1e9);
        }
    }

    @Override
    public void close() {
        life.shutdownNow();
        http.close();
        loop.close();
        store.close();
        logs.close();
    }
}
