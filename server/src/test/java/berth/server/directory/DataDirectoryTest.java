package berth.server.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
