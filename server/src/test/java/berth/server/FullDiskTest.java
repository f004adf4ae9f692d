package berth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import berth.server.directory.AccessKey;
import berth.server.directory.DataDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that is really full: a small file system in memory, which only root may mount.
class FullDiskTest {
    @TempDir
    Path directory;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", directory.toString());
        assumeTrue(mounted, "mounting a small file system takes root and Linux");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", directory.toString());
        }
    }

    @Test
    void writesAreRefusedInPlainWordsAndGoOnWhenThereIsSpace() throws Exception {
        Path filler = directory.resolve("filler");
        try (BerthServer server = ApiCalls.start(directory.resolve("data"))) {
            AccessKey key = DataDirectory.readAccessKey(directory.resolve("data"));
            ApiCalls calls = new ApiCalls(server.url(), key);
            assertThat(calls.logs("CreateLogGroup", "{\"logGroupName\":\"before\"}")
                            .statusCode())
                    .isEqualTo(200);

            fill(filler);
            ApiCalls.Last refused = fillTheLog(calls);
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.body()).contains("could not be stored", "is full", "berth.db", "Free some space");
            assertThat(calls.logs("DescribeLogGroups", "{}").body()).contains("\"before\"");

            Files.delete(filler);
            assertThat(calls.logs("CreateLogGroup", "{\"logGroupName\":\"after\"}")
                            .statusCode())
                    .isEqualTo(200);
        }
        try (BerthServer again = ApiCalls.start(directory.resolve("data"))) {
            ApiCalls calls = new ApiCalls(again.url(), DataDirectory.readAccessKey(directory.resolve("data")));
            assertThat(calls.logs("DescribeLogGroups", "{}").body()).contains("\"before\"", "\"after\"");
        }
    }

    /// Creates groups until one is refused: a page that the file has already may still take the first few.
    private static ApiCalls.Last fillTheLog(ApiCalls calls) throws Exception {
        for (int group = 0; group < 10_000; group++) {
            var answer = calls.logs("CreateLogGroup", "{\"logGroupName\":\"group-" + group + "\"}");
            if (answer.statusCode() != 200) {
                return new ApiCalls.Last(answer.statusCode(), answer.body());
            }
        }
        throw new AssertionError("10,000 writes fitted on a full disk");
    }

    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
