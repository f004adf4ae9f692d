package berth.server.store;

import berth.control.logs.LogStore;
import berth.control.logs.LogStore.Extent;
import berth.control.logs.LogStore.Page;
import berth.control.logs.LogStore.Query;
import berth.control.logs.LogStore.StoredEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Pages of events: each stream is read in pieces, in the direction of the query, and the pieces are merged.
final class LogQueries {
    /// CloudWatch Logs: a page of events holds at most 1 MiB.
    private static final long PAGE_BYTES = 1024 * 1024;

    private static final int PIECE = 256;

    private final Connection connection;

    LogQueries(Connection connection) {
        this.connection = connection;
    }

    @Nullable
    Extent extent(String group, String stream) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT first, last, ingested, bytes FROM streams WHERE grp = ? AND name = ? AND first IS NOT NULL")) {
            statement.setString(1, group);
            statement.setString(2, stream);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? new Extent(
                                Instant.ofEpochMilli(row.getLong(1)),
                                Instant.ofEpochMilli(row.getLong(2)),
                                Instant.ofEpochMilli(row.getLong(3)),
                                row.getLong(4))
                        : null;
            }
        }
    }

    SortedMap<String, Long> sizes() throws SQLException {
        SortedMap<String, Long> sizes = new TreeMap<>();
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT grp, sum(bytes) FROM streams GROUP BY grp");
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                sizes.put(row.getString(1), row.getLong(2));
            }
        }
        return sizes;
    }

    Page read(Query query) throws SQLException {
        LogPosition start = start(query);
        Comparator<Cursor> order =
                Comparator.comparing(Cursor::head, query.forward() ? ROW_ORDER : ROW_ORDER.reversed());
        PriorityQueue<Cursor> cursors = new PriorityQueue<>(order);
        for (Cursor cursor : cursors(query, start)) {
            if (cursor.advance()) {
                cursors.add(cursor);
            }
        }
        Found found = new Found(query.forward() ? LogPosition.START : LogPosition.END);
        long bytes = 0;
        while (!cursors.isEmpty() && found.rows.size() < query.limit() && found.scanned < LogStore.MOST_SCANNED_BYTES) {
            Cursor cursor = cursors.remove();
            Row row = cursor.head();
            if (query.wanted().test(row.message)) {
                bytes += LogTables.bytes(row.message);
                if (bytes > PAGE_BYTES && !found.rows.isEmpty()) {
                    return page(query, start, found, true);
                }
                found.rows.add(row);
            }
            found.passed(row, query.forward());
            if (cursor.advance()) {
                cursors.add(cursor);
            }
        }
        return page(query, start, found, !cursors.isEmpty());
    }

    /// What a read came by.
    private static final class Found {
        private final List<Row> rows = new ArrayList<>();
        private LogPosition end;
        private long scanned;

        Found(LogPosition end) {
            this.end = end;
        }

        void passed(Row row, boolean forward) {
            scanned += LogTables.bytes(row.message);
            end = forward ? LogPosition.after(row.at, row.number) : LogPosition.before(row.at, row.number);
        }
    }

    private static LogPosition start(Query query) {
        if (query.position() != null) {
            return LogPosition.parse(query.position());
        }
        if (query.forward()) {
            return LogPosition.START;
        }
        return LogPosition.END;
    }

    private static Page page(Query query, LogPosition start, Found found, boolean more) {
        if (found.scanned == 0 && found.rows.isEmpty()) {
            // Nothing yet: a reader who goes on forwards wants all that comes.
            LogPosition here = query.position() == null ? LogPosition.START : start;
            return new Page(List.of(), here.toString(), here.toString(), false);
        }
        List<Row> rows = query.forward() ? found.rows : found.rows.reversed();
        LogPosition first = rows.isEmpty() ? found.end : LogPosition.before(rows.getFirst().at, rows.getFirst().number);
        LogPosition last = rows.isEmpty() ? found.end : LogPosition.after(rows.getLast().at, rows.getLast().number);
        return new Page(
                rows.stream().map(Row::event).toList(),
                (query.forward() ? found.end : last).toString(),
                (query.forward() ? first : found.end).toString(),
                more);
    }

    private List<Cursor> cursors(Query query, LogPosition start) throws SQLException {
        List<Cursor> cursors = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT id, name FROM streams WHERE grp = ? ORDER BY name")) {
            statement.setString(1, query.group());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String name = row.getString(2);
                    if (query.streams().isEmpty() || query.streams().contains(name)) {
                        cursors.add(new Cursor(row.getLong(1), name, query, start));
                    }
                }
            }
        }
        return cursors;
    }

    private record Row(long at, long number, long ingested, String message, String stream) {
        StoredEvent event() {
            return new StoredEvent(
                    LogPosition.id(at, number),
                    stream,
                    Instant.ofEpochMilli(at),
                    Instant.ofEpochMilli(ingested),
                    message);
        }
    }

    private static final Comparator<Row> ROW_ORDER =
            Comparator.comparingLong(Row::at).thenComparingLong(Row::number);

    /// One stream's events from a place on, in the direction of the query, read a piece at a time.
    private final class Cursor {
        private static final String FORWARD = "SELECT at, number, ingested, message FROM events WHERE stream = ?1"
                + " AND (at, number) >= (?2, ?3) AND at < ?4 AND at >= ?5 ORDER BY at, number LIMIT ?6";
        private static final String BACKWARD = "SELECT at, number, ingested, message FROM events WHERE stream = ?1"
                + " AND (at, number) < (?2, ?3) AND at < ?4 AND at >= ?5 ORDER BY at DESC, number DESC LIMIT ?6";

        private final long stream;
        private final String name;
        private final boolean forward;
        private final long from;
        private final long before;
        private final int piece;
        private LogPosition place;
        private final List<Row> read = new ArrayList<>();
        private int index = -1;
        private boolean ended;

        Cursor(long stream, String name, Query query, LogPosition start) {
            this.stream = stream;
            this.name = name;
            this.forward = query.forward();
            this.from = query.from() == null ? Long.MIN_VALUE : query.from().toEpochMilli();
            this.before =
                    query.before() == null ? Long.MAX_VALUE : query.before().toEpochMilli();
            this.piece = Math.min(PIECE, query.limit() + 1);
            this.place = forward && start.at() < from ? new LogPosition(from, 0) : start;
        }

        Row head() {
            return read.get(index);
        }

        /// Moves to the next event; false at the end.
        boolean advance() throws SQLException {
            index++;
            if (index < read.size()) {
                return true;
            }
            if (ended) {
                return false;
            }
            fill();
            index = 0;
            return !read.isEmpty();
        }

        private void fill() throws SQLException {
            read.clear();
            try (PreparedStatement statement = connection.prepareStatement(forward ? FORWARD : BACKWARD)) {
                statement.setLong(1, stream);
                statement.setLong(2, place.at());
                statement.setLong(3, place.firstNumber());
                statement.setLong(4, before);
                statement.setLong(5, from);
                statement.setInt(6, piece);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        read.add(new Row(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4), name));
                    }
                }
            }
            ended = read.size() < piece;
            if (!read.isEmpty()) {
                Row last = read.getLast();
                place = forward ? LogPosition.after(last.at, last.number) : LogPosition.before(last.at, last.number);
            }
        }
    }
}
