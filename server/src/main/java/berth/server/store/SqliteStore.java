package berth.server.store;

import berth.control.store.Batch;
import berth.control.store.Bodies;
import berth.control.store.Change;
import berth.control.store.Store;
import berth.control.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state's rows in one SQLite file, `berth.db`: WAL, synced at every commit, one transaction a batch.
///
/// The last batch's version is written in the same transaction as its rows, so that asking again for a batch that is
/// on disk already is recognised, also by another process.
///
/// What a failure means: up to COMMIT nothing is on disk, and the batch is refused. A full disk at COMMIT is a refusal
/// too, since the frame that makes the transaction count was not written. Any other failure at COMMIT may have happened
/// before or after that frame (a failed sync does not say): then the answer is Unknown, and the next connection first
/// makes durable what it finds. Every failure gives the connection up: its statements may not be usable again.
public final class SqliteStore implements Store, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);

    /// The format that this Berth writes, and the newest that it reads.
    static final int FORMAT = 1;

    private final SqliteFile file;
    private final Bodies bodies = new Bodies(List.of());
    private final ExecutorService thread;
    private @Nullable Session session;
    private boolean unsure;
    private int maxPages = Integer.MAX_VALUE;

    private SqliteStore(Path path) {
        this.file = new SqliteFile(path, "state");
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("berth-store").daemon().factory());
    }

    /// Opens the file, or makes it.
    ///
    /// @throws StoreException if that fails, or a newer Berth wrote it
    public static SqliteStore open(Path path) {
        SqliteStore store = new SqliteStore(path);
        store.onThread(store::connected);
        return store;
    }

    @Override
    public long load(RowConsumer rows) {
        return onThread(() -> {
            Session now = connected();
            try (Statement statement = now.connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT kind, id, version, body FROM rows")) {
                while (row.next()) {
                    rows.row(row.getString(1), row.getString(2), row.getLong(3), row.getBytes(4));
                }
            }
            return now.version;
        });
    }

    @Override
    public void commit(Batch batch, Consumer<Result> done) {
        thread.execute(() -> done.accept(commit(batch)));
    }

    /// Lets commits given so far end, then closes the file.
    @Override
    public void close() {
        thread.submit(this::giveUp);
        thread.close();
    }

    /// Limits the file's size, so that a test can fill it.
    void limitPages(int pages) {
        onThread(() -> {
            maxPages = pages;
            giveUp();
            return connected();
        });
    }

    private Result commit(Batch batch) {
        Session now;
        try {
            now = connected();
        } catch (SQLException e) {
            return failed(file.explain(e));
        } catch (StoreException e) {
            return failed(String.valueOf(e.getMessage()));
        }
        if (batch.version() == now.version) {
            return new Result.Committed();
        }
        if (batch.version() < now.version) {
            return new Result.Refused(
                    "Batch %d comes after batch %d was stored.".formatted(batch.version(), now.version));
        }
        return write(now, batch);
    }

    private Result write(Session now, Batch batch) {
        try {
            now.begin.execute();
            for (Change change : batch.changes()) {
                now.write(change, batch.version(), bodies);
            }
            now.markVersion(batch.version());
        } catch (SQLException e) {
            giveUp();
            return new Result.Refused(file.explain(e));
        } catch (RuntimeException e) {
            giveUp();
            LOG.error("A row can't be written.", e);
            return new Result.Refused("A row can't be written: " + e.getMessage());
        }
        try {
            now.commit.execute();
        } catch (SQLException e) {
            unsure = !SqliteFile.isFull(e);
            giveUp();
            return failed(file.explain(e));
        }
        now.version = batch.version();
        return new Result.Committed();
    }

    /// A batch that was not tried is refused; one that may be on disk is not.
    private Result failed(String why) {
        return unsure ? new Result.Unknown(why) : new Result.Refused(why);
    }

    /// Closing rolls back what was not committed.
    private void giveUp() {
        Session old = session;
        session = null;
        if (old != null) {
            try {
                old.connection.close();
            } catch (SQLException e) {
                LOG.debug("Closing after a failure: {}", e.getMessage());
            }
        }
    }

    private Session connected() throws SQLException {
        Session now = session;
        if (now == null) {
            now = connect();
            session = now;
        }
        return now;
    }

    private Session connect() throws SQLException {
        Connection connection = file.open("FULL");
        try {
            file.requireFormat(connection, FORMAT);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BIGINT NOT NULL)");
                statement.execute("CREATE TABLE IF NOT EXISTS rows (kind TEXT NOT NULL, id TEXT NOT NULL,"
                        + " version BIGINT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, id))");
                statement.execute(
                        "INSERT INTO meta (name, value) VALUES ('format', " + FORMAT + ") ON CONFLICT DO NOTHING");
                statement.execute("PRAGMA max_page_count=" + maxPages);
            }
            if (unsure) {
                makeDurable(connection);
            }
            return new Session(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// Copies what an earlier connection wrote, and may not have synced, from the log into the file, and syncs it.
    private void makeDurable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            if (row.next() && row.getInt(1) != 0) {
                throw new SQLException("the log is in use by another process");
            }
        }
        unsure = false;
    }

    private <T> T onThread(java.util.concurrent.Callable<T> task) {
        Future<T> result = thread.submit(task);
        try {
            return result.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException sql -> throw file.unreadable(sql);
                case RuntimeException runtime -> throw runtime;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while the store was read", e);
        }
    }

    /// A connection with its prepared statements, and the version that it found.
    private static final class Session {
        final Connection connection;
        final PreparedStatement begin;
        final PreparedStatement commit;
        private final PreparedStatement put;
        private final PreparedStatement delete;
        private final PreparedStatement mark;
        long version;

        Session(Connection connection) throws SQLException {
            this.connection = connection;
            this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
            this.commit = connection.prepareStatement("COMMIT");
            this.put = connection.prepareStatement("INSERT INTO rows (kind, id, version, body) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, body = excluded.body");
            this.delete = connection.prepareStatement("DELETE FROM rows WHERE kind = ? AND id = ?");
            this.mark = connection.prepareStatement("INSERT INTO meta (name, value) VALUES ('version', ?)"
                    + " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT value FROM meta WHERE name = 'version'")) {
                this.version = row.next() ? row.getLong(1) : 0;
            }
        }

        void write(Change change, long batch, Bodies bodies) throws SQLException {
            switch (change) {
                case Change.Put<?>(var kind, var id, var row) -> {
                    put.setString(1, kind.name());
                    put.setString(2, id);
                    put.setLong(3, batch);
                    put.setBytes(4, bodies.write(row));
                    put.executeUpdate();
                }
                case Change.Deleted<?>(var kind, var id) -> {
                    delete.setString(1, kind.name());
                    delete.setString(2, id);
                    delete.executeUpdate();
                }
            }
        }

        void markVersion(long batch) throws SQLException {
            mark.setLong(1, batch);
            mark.executeUpdate();
        }
    }
}
