package berth.server.store;

import berth.control.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// How our SQLite files are opened, and what their failures mean.
final class SqliteFile {
    private final Path path;
    private final String what;

    /// @param what the content, for messages: `state`, `logs`
    SqliteFile(Path path, String what) {
        this.path = path;
        this.what = what;
    }

    /// A connection in WAL mode that syncs at every commit (`FULL`), or only at checkpoints (`NORMAL`).
    Connection open(String synchronous) throws SQLException {
        Connection connection = JDBC.createConnection("jdbc:sqlite:" + path, new Properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=" + synchronous);
            statement.execute("PRAGMA busy_timeout=5000");
            statement.execute("PRAGMA temp_store=MEMORY");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// Refuses a file whose format is newer than `known`. A new file has format 0.
    void requireFormat(Connection connection, int known) throws SQLException {
        int format = format(connection);
        if (format > known) {
            throw new StoreException(("%s was written by a newer Berth: its format is %d and this Berth reads up to %d."
                            + " Run that newer Berth, or use another directory with --data.")
                    .formatted(path, format, known));
        }
    }

    private static int format(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet table =
                    statement.executeQuery("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'")) {
                if (!table.next()) {
                    return 0;
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT value FROM meta WHERE name = 'format'")) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    StoreException unreadable(SQLException e) {
        return new StoreException(
                "The %s can't be read from %s: %s. Check the disk and who may read the file."
                        .formatted(what, path, e.getMessage()),
                e);
    }

    static boolean isFull(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_FULL.code;
    }

    /// What a person is told of a failure.
    String explain(SQLException e) {
        if (isFull(e)) {
            return "The disk of " + path + " is full. Free some space; Berth goes on by itself then.";
        }
        return "Writing to " + path + " failed: " + e.getMessage() + ".";
    }

    private static int code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : -1;
    }
}
