package berth.bench;

import berth.control.ControlPlane;
import berth.control.ControlPorts;
import berth.control.Settings;
import berth.control.dispatch.AccessKeys;
import berth.control.dispatch.SignatureAuthenticator;
import berth.kernel.Account;
import berth.kernel.Resources;
import berth.kernel.host.HostFacts;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/// How many RunTask calls are accepted a second at 16 connections: signature, decision, placement and synced
/// commit. Hosts are there in name only, so that accepting is measured and not starting.
///
/// Beside it, 16 callers write the rows of such a task to SQLite with the same settings, a transaction each.
final class AcceptBenchmark {
    private static final int CALLERS = 16;
    private static final int HOSTS = 100;
    private static final int CALLS_A_CALLER = 60;

    private final Path scratch;
    private int runs;

    AcceptBenchmark(Path scratch) {
        this.scratch = scratch;
    }

    Pairs.Result run(int pairs) throws Exception {
        Path file = scratch.resolve("accept/berth.db");
        Files.createDirectories(file.getParent());
        try (SqliteStore store = SqliteStore.open(file);
                SqliteLogStore logs = SqliteLogStore.open(scratch.resolve("accept/logs.db"));
                ThreadLoop loop = new ThreadLoop("bench-writer");
                HttpServer http = new HttpServer(2)) {
            InetSocketAddress address = serve(store, logs, loop, http);
            Ecs ecs = new Ecs(URI.create("http://127.0.0.1:" + address.getPort() + "/"), "bench", "secret");
            ecs.call("RegisterTaskDefinition", definition(), RegisterTaskDefinitionResponse.class);
            callers(CALLERS, () -> accept(ecs));
            return Pairs.alternate(
                    "RunTask accepted, 16 connections",
                    "/s",
                    3,
                    pairs,
                    0.4,
                    true,
                    () -> callers(CALLERS, () -> accept(ecs)),
                    () -> written(file));
        }
    }

    private static InetSocketAddress serve(SqliteStore store, SqliteLogStore logs, ThreadLoop loop, HttpServer http)
            throws IOException {
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
                    1,
                    "127.0.0.1");
            control.upstream().joined(facts, desired -> {});
        }
        Waits.pause(1000);
        return http.listen(
                new InetSocketAddress("127.0.0.1", 0),
                new HttpServer.Service(control.dispatcher()::call, control.dispatcher()::call, Limits.DEFAULT, null));
    }

    private static RegisterTaskDefinitionRequest definition() {
        return RegisterTaskDefinitionRequest.builder()
                .family("bench")
                .containerDefinitions(container ->
                        container.name("main").image("nginx").memory(64).cpu(64))
                .build();
    }

    private static Integer accept(Ecs ecs) throws Exception {
        for (int i = 0; i < CALLS_A_CALLER; i++) {
            RunTaskResponse answer = ecs.call(
                    "RunTask", RunTaskRequest.builder().taskDefinition("bench").build(), RunTaskResponse.class);
            if (answer.tasks().size() != 1) {
                throw new IOException("not accepted: " + answer.failures());
            }
        }
        return CALLS_A_CALLER;
    }

    /// Runs the same in many threads and answers with how many a second were done.
    private static double callers(int callers, Callable<Integer> work) throws Exception {
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

    /// The reference: the same bodies, one transaction a task, each caller on a connection of his own.
    private double written(Path berth) throws Exception {
        List<byte[]> bodies = sampled(berth);
        Path file = scratch.resolve("reference-" + ++runs + ".db");
        try (Connection connection = open(file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE rows (kind TEXT, id TEXT, version INTEGER, body BLOB,"
                    + " PRIMARY KEY (kind, id)) WITHOUT ROWID");
        }
        AtomicInteger ids = new AtomicInteger();
        return callers(CALLERS, () -> {
            try (Connection connection = open(file)) {
                connection.setAutoCommit(false);
                for (int i = 0; i < CALLS_A_CALLER; i++) {
                    write(connection, bodies, ids.incrementAndGet());
                }
            }
            return CALLS_A_CALLER;
        });
    }

    private static void write(Connection connection, List<byte[]> bodies, int id) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement("INSERT INTO rows (kind, id, version, body)"
                + " VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body")) {
            for (int i = 0; i < bodies.size(); i++) {
                put.setString(1, "kind-" + i);
                put.setString(2, "default/" + id);
                put.setLong(3, id);
                put.setBytes(4, bodies.get(i));
                put.executeUpdate();
            }
            connection.commit();
        }
    }

    private static Connection open(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file + "?transaction_mode=IMMEDIATE");
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA busy_timeout=60000");
            statement.execute("PRAGMA temp_store=MEMORY");
        }
        return connection;
    }

    /// The rows that one RunTask writes: a task and the booking of its host.
    private static List<byte[]> sampled(Path berth) throws SQLException {
        List<byte[]> bodies = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + berth);
                Statement statement = connection.createStatement()) {
            for (String kind : List.of("task", "allocation")) {
                try (ResultSet row =
                        statement.executeQuery("SELECT body FROM rows WHERE kind = '" + kind + "' LIMIT 1")) {
                    if (row.next()) {
                        bodies.add(row.getBytes(1));
                    }
                }
            }
        }
        return bodies;
    }
}
