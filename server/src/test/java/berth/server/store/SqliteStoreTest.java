package berth.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.control.store.State;
import berth.control.store.Store;
import berth.control.store.StoreContract;
import berth.control.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
    @TempDir
    Path directory;

    private @Nullable SqliteStore store;

    @Override
    protected SqliteStore reopened() {
        close();
        SqliteStore opened = SqliteStore.open(directory.resolve("berth.db"));
        store = opened;
        return opened;
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    @Test
    void aFullDiskRefusesABatchWholeAndLosesNothingEarlier() {
        SqliteStore full = reopened();
        commit(full, 1, note("kept", "before"));
        full.limitPages(8);

        Store.Result refused = commit(full, 2, note("kept", "after"), note("large", "x".repeat(100_000)));

        assertThat(refused)
                .isInstanceOfSatisfying(
                        Store.Result.Refused.class,
                        result -> assertThat(result.why()).contains("is full", "berth.db", "Free some space"));
        assertThat(load(full).find(NOTES, "kept")).isEqualTo(new Note("kept", "before"));
        assertThat(load(full).version()).isEqualTo(1);
    }

    @Test
    void aStoreRecoversWhenThereIsSpaceAgain() {
        SqliteStore full = reopened();
        full.limitPages(8);
        commit(full, 1, note("large", "x".repeat(100_000)));
        full.limitPages(100_000);

        assertThat(commit(full, 1, note("other", "fits"))).isEqualTo(COMMITTED);
        assertThat(load(reopened()).all(NOTES)).containsExactly(new Note("other", "fits"));
    }

    @Test
    void whatANewerBerthWroteIsRefusedByName() throws Exception {
        Path path = directory.resolve("berth.db");
        reopened();
        close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE meta SET value = 2 WHERE name = 'format'");
        }

        assertThatThrownBy(this::reopened)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("newer Berth")
                .hasMessageContaining("format is 2")
                .hasMessageContaining(path.toString());
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() throws Exception {
        Path path = directory.resolve("berth.db");
        Files.writeString(path, "this is a text file, and a long one at that: ".repeat(100));

        assertThatThrownBy(this::reopened).isInstanceOf(StoreException.class).hasMessageContaining(path.toString());
    }

    @Test
    void whatWasAnsweredIsOnDiskWithoutClosing() {
        SqliteStore first = reopened();
        commit(first, 1, note("a", "one"));

        try (SqliteStore second = SqliteStore.open(directory.resolve("berth.db"))) {
            State state = load(second);
            assertThat(state.find(NOTES, "a")).isEqualTo(new Note("a", "one"));
        }
    }
}
