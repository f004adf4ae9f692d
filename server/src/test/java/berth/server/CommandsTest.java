package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.server.host.EngineSource;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theVersionIsPrinted() {
        assertThat(call("version")).isZero();
        assertThat(text(out)).isEqualTo("berth 0.1.0\n");
    }

    @Test
    void helpListsEverySettingWithItsDefaultAndVariable() {
        assertThat(call("up", "--help")).isZero();
        assertThat(text(out)).contains("--healthy-after", "1s; 40s with --strict", "BERTH_TASK_CLEANUP_WAIT");
    }

    @Test
    void wrongSettingsAreAllNamedBeforeAnythingStarts() {
        int code = call(
                "up",
                "--port=x",
                "--region",
                "nowhere",
                "--data",
                directory.resolve("d").toString());

        assertThat(code).isEqualTo(2);
        assertThat(text(err)).contains("- --port needs", "- --region needs");
        assertThat(directory.resolve("d")).doesNotExist();
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertThat(call("up", "--prot", "1")).isEqualTo(2);
        assertThat(text(err)).contains("--prot").contains("--help");
    }

    @Test
    void explainSaysThatNoBerthRuns() {
        assertThat(call("explain", "service", "web", "--data", directory.toString()))
                .isEqualTo(1);
        assertThat(text(err)).contains("No Berth has run on " + directory).contains("./berth up");
    }

    @Test
    void interruptNeedsATask() {
        assertThat(call("interrupt")).isEqualTo(2);
        assertThat(text(err)).contains("berth interrupt ID");
    }

    @Test
    void explainNeedsSomethingToExplain() {
        assertThat(call("explain")).isEqualTo(2);
        assertThat(call("explain", "cluster", "c")).isEqualTo(2);
        assertThat(text(err)).contains("berth explain service NAME");
    }

    private int call(String... args) {
        return new Commands(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of("HOME", directory.toString()),
                        EngineSource.DOCKER)
                .call(args);
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
