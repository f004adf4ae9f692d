package berth.server.store;

import berth.control.logs.LogStore;
import berth.control.logs.LogStore.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// Events that wait for subscription filters. Those of a group that has filters are written a second time, in the
/// order of their arrival, in the same commit, and deleted once each of its filters has them.
final class LogSubscriptions {
    static final String TABLE = "CREATE TABLE IF NOT EXISTS subscriptions (grp TEXT NOT NULL, filter TEXT NOT NULL,"
            + " next BIGINT NOT NULL, PRIMARY KEY (grp, filter)) WITHOUT ROWID";
    static final String PENDING = "CREATE TABLE IF NOT EXISTS pending (grp TEXT NOT NULL, number BIGINT NOT NULL,"
            + " stream TEXT NOT NULL, at BIGINT NOT NULL, ingested BIGINT NOT NULL, message TEXT NOT NULL,"
            + " PRIMARY KEY (grp, number)) WITHOUT ROWID";

    private static final int EVENTS_AT_ONCE = 1_000;
    private static final long BYTES_AT_ONCE = 512 * 1024;

    private final Connection connection;
    private final TreeMap<String, Integer> filters = new TreeMap<>();
    private final TreeSet<String> grown = new TreeSet<>();

    LogSubscriptions(Connection connection) throws SQLException {
        this.connection = connection;
        count();
    }

    boolean has(String group) {
        return filters.containsKey(group);
    }

    void add(String group, String stream, long number, long at, long ingested, String message) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO pending (grp, number, stream, at, ingested, message) VALUES (?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, group);
            statement.setLong(2, number);
            statement.setString(3, stream);
            statement.setLong(4, at);
            statement.setLong(5, ingested);
            statement.setString(6, message);
            statement.executeUpdate();
        }
        grown.add(group);
    }

    /// Groups that got events since the last call.
    List<String> grown() {
        List<String> groups = List.copyOf(grown);
        grown.clear();
        return groups;
    }

    /// @param next the number of the first event wanted, if the filter is new
    void subscribe(String group, String filter, long next) throws SQLException {
        LogTables.execute(
                connection,
                "INSERT INTO subscriptions (grp, filter, next) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                group,
                filter,
                next);
        count();
    }

    void unsubscribe(String group, String filter) throws SQLException {
        LogTables.execute(connection, "DELETE FROM subscriptions WHERE grp = ? AND filter = ?", group, filter);
        count();
        prune(group);
    }

    void delivered(String group, String filter, long through) throws SQLException {
        LogTables.execute(
                connection,
                "UPDATE subscriptions SET next = ?3 WHERE grp = ?1 AND filter = ?2",
                group,
                filter,
                through + 1);
        prune(group);
    }

    private void prune(String group) throws SQLException {
        LogTables.execute(
                connection,
                "DELETE FROM pending WHERE grp = ?1 AND number <"
                        + " (SELECT coalesce(min(next), 9223372036854775807) FROM subscriptions WHERE grp = ?1)",
                group);
    }

    private void count() throws SQLException {
        filters.clear();
        for (String name : all(connection)) {
            filters.merge(name.substring(0, name.lastIndexOf(':')), 1, Integer::sum);
        }
    }

    /// `group:filter` of each.
    static List<String> all(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT grp, filter FROM subscriptions")) {
            while (row.next()) {
                names.add(row.getString(1) + ':' + row.getString(2));
            }
        }
        return names;
    }

    static LogStore.Pending pending(Connection connection, String group, String filter) throws SQLException {
        List<StoredEvent> events = new ArrayList<>();
        long through = 0;
        long bytes = 0;
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT number, stream, at, ingested, message FROM pending WHERE grp = ?1 AND number >="
                        + " (SELECT next FROM subscriptions WHERE grp = ?1 AND filter = ?2) ORDER BY number LIMIT ?3")) {
            statement.setString(1, group);
            statement.setString(2, filter);
            statement.setInt(3, EVENTS_AT_ONCE);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next() && bytes < BYTES_AT_ONCE) {
                    String message = row.getString(5);
                    bytes += LogTables.bytes(message);
                    through = row.getLong(1);
                    events.add(new StoredEvent(
                            LogPosition.id(row.getLong(3), through),
                            row.getString(2),
                            Instant.ofEpochMilli(row.getLong(3)),
                            Instant.ofEpochMilli(row.getLong(4)),
                            message));
                }
            }
        }
        return new LogStore.Pending(events, through);
    }
}
