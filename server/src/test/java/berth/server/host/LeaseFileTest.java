package berth.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.LastWord.Word;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseFileTest {
    private static final Word WORD = new Word(Duration.ofMillis(123_456), Duration.ofSeconds(120));

    @TempDir
    Path folder;

    @Test
    void anotherProcessOfTheSameStartOfTheMachineReadsTheLease() {
        file("boot-1").keep(WORD);
        assertThat(file("boot-1").kept()).isEqualTo(WORD);
        Word endless = new Word(Duration.ZERO, null);
        file("boot-1").keep(endless);
        assertThat(file("boot-1").kept()).isEqualTo(endless);
    }

    @Test
    void aLeaseOfAnEarlierStartOfTheMachineIsNone() {
        file("boot-1").keep(WORD);
        assertThat(file("boot-2").kept()).isNull();
    }

    @Test
    void noFileAndABrokenOneAreNone() throws Exception {
        assertThat(file("boot-1").kept()).isNull();
        Files.writeString(folder.resolve("lease"), "boot-1\nsoon\n-\n");
        assertThat(file("boot-1").kept()).isNull();
        Files.writeString(folder.resolve("lease"), "boot-1");
        assertThat(file("boot-1").kept()).isNull();
    }

    private LeaseFile file(String bootId) {
        return new LeaseFile(folder.resolve("lease"), bootId);
    }
}
