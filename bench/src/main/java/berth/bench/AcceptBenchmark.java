package berth.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/// How many RunTask calls are accepted a second at 16 connections: signature, decision, placement and synced
/// commit. Hosts are there in name only, so that accepting is measured and not starting.
///
/// Beside it, 16 callers write the rows of such a task to SQLite with the same settings, a transaction each; or the
/// same
/// calls are accepted by a Berth that has 20,000 clusters and 100,000 tasks, four of five STOPPED, and by one that is
/// empty.
final class AcceptBenchmark {
    private static final int CALLERS = 16;
    private static final int CALLS_A_CALLER = 60;
    private static final int CLUSTERS = 20_000;
    private static final int TASKS = 100_000;
    private static final int MOST_OF_A_CALL = 10;

    private final Path scratch;
    private int runs;

    AcceptBenchmark(Path scratch) {
        this.scratch = scratch;
    }

    Pairs.Result run(int pairs) throws Exception {
        try (InProcess berth = InProcess.start(scratch.resolve("accept"))) {
            Ecs ecs = berth.ecs();
            ecs.call("RegisterTaskDefinition", definition(), RegisterTaskDefinitionResponse.class);
            accepted(ecs);
            return Pairs.alternate(
                    "RunTask accepted, 16 connections",
                    "/s",
                    3,
                    pairs,
                    0.4,
                    true,
                    () -> accepted(ecs),
                    () -> written(berth.file()));
        }
    }

    /// Whether it matters how much there is already.
    Pairs.Result crowded(int pairs) throws Exception {
        try (InProcess berth = InProcess.start(scratch.resolve("crowded"));
                InProcess empty = InProcess.start(scratch.resolve("empty"))) {
            for (InProcess each : List.of(berth, empty)) {
                each.ecs().call("RegisterTaskDefinition", definition(), RegisterTaskDefinitionResponse.class);
            }
            fill(berth);
            return Pairs.alternate(
                    "RunTask beside 20,000 clusters, 100,000 tasks",
                    "/s",
                    3,
                    pairs,
                    0.9,
                    true,
                    () -> accepted(berth.ecs()),
                    () -> accepted(empty.ecs()));
        }
    }

    private static void fill(InProcess berth) throws Exception {
        Ecs ecs = berth.ecs();
        AtomicInteger clusters = new AtomicInteger();
        InProcess.callers(CALLERS, () -> {
            for (int i = clusters.incrementAndGet(); i <= CLUSTERS; i = clusters.incrementAndGet()) {
                String name = "bench-" + i;
                ecs.call(
                        "CreateCluster",
                        CreateClusterRequest.builder().clusterName(name).build(),
                        CreateClusterResponse.class);
            }
            return CLUSTERS;
        });
        berth.ending(true);
        tasks(ecs, TASKS / 5 * 4);
        berth.ending(false);
        tasks(ecs, TASKS / 5);
    }

    private static void tasks(Ecs ecs, int count) throws Exception {
        AtomicInteger calls = new AtomicInteger();
        InProcess.callers(CALLERS, () -> {
            while (calls.incrementAndGet() <= count / MOST_OF_A_CALL) {
                run(ecs, MOST_OF_A_CALL);
            }
            return count;
        });
    }

    private static double accepted(Ecs ecs) throws Exception {
        return InProcess.callers(CALLERS, () -> accept(ecs));
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
            run(ecs, 1);
        }
        return CALLS_A_CALLER;
    }

    private static void run(Ecs ecs, int count) throws Exception {
        RunTaskResponse answer = ecs.call(
                "RunTask",
                RunTaskRequest.builder().taskDefinition("bench").count(count).build(),
                RunTaskResponse.class);
        if (answer.tasks().size() != count) {
            throw new IOException("not accepted: " + answer.failures());
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
        return InProcess.callers(CALLERS, () -> {
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
