package berth.server.store;

import berth.control.logs.LogStore;
import berth.kernel.host.LogBatch;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables of `logs.db` as their one writer sees them.
///
/// Events are clustered by (stream, time, number): an append goes to the right end of its stream, and a page of a
/// stream is one piece of the tree. Numbers are given out over all streams, in the order of arrival.
final class LogTables {
    private static final Logger LOG = LoggerFactory.getLogger(LogTables.class);

    static final int FORMAT = 1;

    /// CloudWatch Logs counts an event as its UTF-8 bytes and so many more.
    static final int EVENT_OVERHEAD_BYTES = 26;

    private static final int MINUTES_AT_ONCE = 60;

    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement findStream;
    private final PreparedStatement addStream;
    private final PreparedStatement growStream;
    private final PreparedStatement addEvent;
    private final PreparedStatement findSource;
    private final PreparedStatement moveSource;
    private final PreparedStatement saveNumber;
    private final LogSubscriptions subscriptions;
    private boolean full;
    private long number;

    private LogTables(Connection connection) throws SQLException {
        this.connection = connection;
        this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
        this.commit = connection.prepareStatement("COMMIT");
        this.findStream = connection.prepareStatement("SELECT id FROM streams WHERE grp = ? AND name = ?");
        this.addStream = connection.prepareStatement("INSERT INTO streams (grp, name) VALUES (?, ?) RETURNING id");
        this.growStream = connection.prepareStatement("UPDATE streams SET first = min(coalesce(first, ?1), ?1),"
                + " last = max(coalesce(last, ?2), ?2), ingested = ?3, bytes = bytes + ?4 WHERE id = ?5");
        this.addEvent = connection.prepareStatement(
                "INSERT INTO events (stream, at, number, ingested, message) VALUES (?, ?, ?, ?, ?)");
        this.findSource = connection.prepareStatement("SELECT next FROM sources WHERE source = ?");
        this.moveSource = connection.prepareStatement("INSERT INTO sources (source, next) VALUES (?, ?)"
                + " ON CONFLICT (source) DO UPDATE SET next = excluded.next");
        this.saveNumber = connection.prepareStatement("INSERT INTO meta (name, value) VALUES ('number', ?)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        this.subscriptions = new LogSubscriptions(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT value FROM meta WHERE name = 'number'")) {
            this.number = row.next() ? row.getLong(1) : 0;
        }
    }

    static LogTables open(SqliteFile file, Connection connection) throws SQLException {
        try {
            file.requireFormat(connection, FORMAT);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BIGINT NOT NULL)");
                statement.execute("CREATE TABLE IF NOT EXISTS streams (id INTEGER PRIMARY KEY, grp TEXT NOT NULL,"
                        + " name TEXT NOT NULL, first BIGINT, last BIGINT, ingested BIGINT,"
                        + " bytes BIGINT NOT NULL DEFAULT 0, UNIQUE (grp, name))");
                statement.execute("CREATE TABLE IF NOT EXISTS events (stream BIGINT NOT NULL, at BIGINT NOT NULL,"
                        + " number BIGINT NOT NULL, ingested BIGINT NOT NULL, message TEXT NOT NULL,"
                        + " PRIMARY KEY (stream, at, number)) WITHOUT ROWID");
                statement.execute("CREATE TABLE IF NOT EXISTS sources (source TEXT PRIMARY KEY, next BIGINT NOT NULL)");
                statement.execute(LogSubscriptions.TABLE);
                statement.execute(LogSubscriptions.PENDING);
                statement.execute(
                        "INSERT INTO meta (name, value) VALUES ('format', " + FORMAT + ") ON CONFLICT DO NOTHING");
            }
            return new LogTables(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// @param synced whether the commit is to survive a power cut
    void begin(boolean synced) throws SQLException {
        if (synced != full) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA synchronous=" + (synced ? "FULL" : "NORMAL"));
            }
            full = synced;
        }
        begin.execute();
    }

    void commit() throws SQLException {
        saveNumber.setLong(1, number);
        saveNumber.executeUpdate();
        commit.execute();
    }

    /// Appends the lines that are not there yet and answers with the number of the next line wanted.
    long append(LogBatch batch, Instant ingested) throws SQLException {
        long wanted = position(batch.source());
        long end = batch.firstLine() + batch.lines().size();
        if (batch.firstLine() > wanted || end <= wanted) {
            return wanted;
        }
        Growth growth = new Growth(batch.group(), batch.stream(), ingested);
        for (LogBatch.Line line : batch.lines()
                .subList((int) (wanted - batch.firstLine()), batch.lines().size())) {
            growth.add(line.at(), line.text());
        }
        growth.save();
        moveSource.setString(1, batch.source());
        moveSource.setLong(2, end);
        moveSource.executeUpdate();
        return end;
    }

    void put(String group, String stream, List<LogStore.Event> events, Instant ingested) throws SQLException {
        Growth growth = new Growth(group, stream, ingested);
        for (LogStore.Event event : events) {
            growth.add(event.at(), event.message());
        }
        growth.save();
    }

    long position(String source) throws SQLException {
        findSource.setString(1, source);
        try (ResultSet row = findSource.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /// Forgets a stream's events, not how far its sources were read: those lines would come again.
    void delete(String group, String stream) throws SQLException {
        try (PreparedStatement events = connection.prepareStatement(
                        "DELETE FROM events WHERE stream = (SELECT id FROM streams WHERE grp = ? AND name = ?)");
                PreparedStatement row = connection.prepareStatement("DELETE FROM streams WHERE grp = ? AND name = ?")) {
            for (PreparedStatement statement : List.of(events, row)) {
                statement.setString(1, group);
                statement.setString(2, stream);
                statement.executeUpdate();
            }
        }
    }

    /// Who waits for events.
    LogSubscriptions subscriptions() {
        return subscriptions;
    }

    /// The number of the last event.
    long number() {
        return number;
    }

    /// Forgets events from before a time in the streams of a group.
    void expire(String group, Instant before) throws SQLException {
        long at = before.toEpochMilli();
        for (long stream : streams("SELECT id FROM streams WHERE grp = ? AND first < ?", group, at)) {
            cut(stream, at);
        }
    }

    /// Forgets the oldest minutes of all streams until at most so many bytes of the file are in use.
    ///
    /// Example: of a bound of 100 MB, 101 MB are in use, and the oldest events are of 10:00:17 and 10:00:40 in two
    /// streams. All events before 10:01 are deleted, in every stream; if that is not enough, those before 10:02.
    void shrink(long mostBytes) throws SQLException {
        for (int minute = 0; minute < MINUTES_AT_ONCE && usedBytes() > mostBytes; minute++) {
            long end;
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT min(first) FROM streams")) {
                row.next();
                end = row.getLong(1) / 60_000 * 60_000 + 60_000;
                if (row.wasNull()) {
                    return;
                }
            }
            for (long stream : streams("SELECT id FROM streams WHERE first < ?", end)) {
                cut(stream, end);
            }
            execute("DELETE FROM pending WHERE at < ?", end);
        }
    }

    /// Bytes of the file that hold something: deleted events leave free pages, which later ones fill.
    long usedBytes() throws SQLException {
        return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
    }

    private long pragma(String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private List<Long> streams(String sql, Object... values) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement statement = prepared(connection, sql, values);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ids.add(row.getLong(1));
            }
        }
        return ids;
    }

    private void cut(long stream, long before) throws SQLException {
        execute(
                "UPDATE streams SET bytes = bytes - (SELECT coalesce(sum(octet_length(message) + ?1), 0) FROM events"
                        + " WHERE stream = ?2 AND at < ?3) WHERE id = ?2",
                EVENT_OVERHEAD_BYTES,
                stream,
                before);
        execute("DELETE FROM events WHERE stream = ?1 AND at < ?2", stream, before);
        execute(
                "UPDATE streams SET first = (SELECT min(at) FROM events WHERE stream = ?1),"
                        + " last = (SELECT max(at) FROM events WHERE stream = ?1) WHERE id = ?1",
                stream);
    }

    private void execute(String sql, Object... values) throws SQLException {
        execute(connection, sql, values);
    }

    /// Changes rows.
    ///
    /// @param values of the statement's parameters in turn
    static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("Closing the logs: {}", e.getMessage());
        }
    }

    private long stream(String group, String stream) throws SQLException {
        for (PreparedStatement statement : List.of(findStream, addStream)) {
            statement.setString(1, group);
            statement.setString(2, stream);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    return row.getLong(1);
                }
            }
        }
        throw new SQLException("a log stream was neither found nor made");
    }

    /// What one write adds to one stream.
    private final class Growth {
        private final String group;
        private final String name;
        private final boolean subscribed;
        private final long stream;
        private final long ingested;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long bytes;

        Growth(String group, String name, Instant ingested) throws SQLException {
            this.group = group;
            this.name = name;
            this.subscribed = subscriptions.has(group);
            this.stream = stream(group, name);
            this.ingested = ingested.toEpochMilli();
        }

        void add(Instant time, String message) throws SQLException {
            long at = time.toEpochMilli();
            addEvent.setLong(1, stream);
            addEvent.setLong(2, at);
            addEvent.setLong(3, ++number);
            addEvent.setLong(4, ingested);
            addEvent.setString(5, message);
            addEvent.executeUpdate();
            if (subscribed) {
                subscriptions.add(group, name, number, at, ingested, message);
            }
            first = Math.min(first, at);
            last = Math.max(last, at);
            bytes += bytes(message);
        }

        void save() throws SQLException {
            if (first <= last) {
                growStream.setLong(1, first);
                growStream.setLong(2, last);
                growStream.setLong(3, ingested);
                growStream.setLong(4, bytes);
                growStream.setLong(5, stream);
                growStream.executeUpdate();
            }
        }
    }

    /// What CloudWatch Logs counts for an event.
    static long bytes(String message) {
        return message.getBytes(StandardCharsets.UTF_8).length + EVENT_OVERHEAD_BYTES;
    }
}
