package berth.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void everythingThatIdentifiesAnInstallationSurvivesARestart() throws Exception {
        Path path = temporary.resolve("new/data");
        String installation;
        AccessKey key;
        byte[] secret;
        try (DataDirectory first = DataDirectory.open(path)) {
            installation = first.installation();
            key = first.accessKey("us-east-1");
            secret = first.metadataSecret();
        }
        try (DataDirectory second = DataDirectory.open(path)) {
            assertThat(second.installation()).isEqualTo(installation).matches("[0-9a-f]{16}");
            assertThat(second.accessKey("eu-west-1")).isEqualTo(key);
            assertThat(second.metadataSecret()).isEqualTo(secret).hasSize(32);
        }
        assertThat(Files.readString(path.resolve("credentials"))).contains("region = eu-west-1");
        assertThat(DataDirectory.readAccessKey(path)).isEqualTo(key);
    }

    @Test
    void onlyTheOwnerMayLookInside() throws Exception {
        try (DataDirectory directory = DataDirectory.open(temporary.resolve("data"))) {
            directory.accessKey("us-east-1");
            directory.metadataSecret();

            assertThat(mode(directory.path())).isEqualTo("rwx------");
            assertThat(mode(directory.path().resolve("credentials"))).isEqualTo("rw-------");
            assertThat(mode(directory.path().resolve("metadata-secret"))).isEqualTo("rw-------");
        }
    }

    @Test
    void accessKeysLookLikeIamsAndAreNotPrinted() throws Exception {
        try (DataDirectory directory = DataDirectory.open(temporary)) {
            AccessKey key = directory.accessKey("us-east-1");

            assertThat(key.id()).matches("AKIA[A-Z2-7]{16}");
            assertThat(key.secret()).matches("[A-Za-z0-9+/]{40}");
            assertThat(key.toString()).doesNotContain(key.secret());
        }
    }

    @Test
    void aSecondHolderIsToldWhoHoldsIt() throws Exception {
        try (DataDirectory first = DataDirectory.open(temporary)) {
            first.showAddress("http://127.0.0.1:4566", null);

            assertThatThrownBy(() -> DataDirectory.open(temporary))
                    .isInstanceOf(DirectoryException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("http://127.0.0.1:4566")
                    .hasMessageContaining("--data");
            assertThat(DataDirectory.readAddress(temporary)).isEqualTo("http://127.0.0.1:4566");
        }
        DataDirectory.open(temporary).close();
        assertThatThrownBy(() -> DataDirectory.readAddress(temporary)).hasMessageContaining("No Berth runs on");
    }

    @Test
    void theAddressOfAKilledHolderIsNeverReadAsTheNextOnes() throws Exception {
        Path file = temporary.resolve("lock");
        // As many digits as this process has, so that one pid covers the other to the byte.
        String killed = "9".repeat(pid().length()) + "\nhttp://127.0.0.1:1\n";
        ConcurrentSkipListSet<List<String>> read = new ConcurrentSkipListSet<>(Comparator.comparing(List::toString));
        AtomicBoolean over = new AtomicBoolean();
        leave(killed, file);
        Thread reader = Thread.ofPlatform().start(() -> readUntil(over, file, read));
        for (int start = 0; start < 20_000; start++) {
            DirectoryLock.take(temporary).close();
            leave(killed, file);
        }
        over.set(true);
        reader.join();

        assertThat(read).isNotEmpty().doesNotContain(List.of(pid(), "http://127.0.0.1:1"));
    }

    /// A file anew each time: one that is read meanwhile is the lock of one holder after the killed one, as in life.
    private static void leave(String killed, Path file) throws IOException {
        Files.move(Files.writeString(file.resolveSibling("left"), killed), file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void readUntil(AtomicBoolean over, Path file, Set<List<String>> read) {
        try {
            while (!over.get()) {
                read.add(Files.readAllLines(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pid() {
        return Long.toString(ProcessHandle.current().pid());
    }

    @Test
    void sessionsGrowWithEveryStart() throws Exception {
        try (DataDirectory directory = DataDirectory.open(temporary)) {
            assertThat(directory.nextSession()).isEqualTo(1);
            assertThat(directory.nextSession()).isEqualTo(2);
        }
        try (DataDirectory directory = DataDirectory.open(temporary)) {
            assertThat(directory.nextSession()).isEqualTo(3);
        }
    }

    @Test
    void aPathThatIsAFileIsNamed() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "x");

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(DirectoryException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("--data");
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
