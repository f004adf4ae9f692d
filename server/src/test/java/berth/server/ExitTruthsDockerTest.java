package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What DescribeTasks says of an end is what docker inspect says of it.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExitTruthsDockerTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String ESSENTIAL = "EssentialContainerExited";

    private TestBerth berth = TestBerth.start("--publish-address", Loopback.any());

    @BeforeAll
    void images() {
        TestEngine.requireImages();
    }

    @AfterAll
    void close() {
        berth.close();
    }

    @Test
    void anEndWith0() {
        JsonNode task = ended(run("'command':['true']"));

        assertThat(task.path("stopCode").asText()).isEqualTo(ESSENTIAL);
        assertThat(task.path("stoppedReason").asText()).isEqualTo("Essential container in task exited");
        assertThat(exitCode(task)).isZero().isEqualTo(engineExitCode(task));
    }

    @Test
    void anEndWith1() {
        JsonNode task = ended(run("'command':['sh','-c','exit 1']"));

        assertThat(task.path("stopCode").asText()).isEqualTo(ESSENTIAL);
        assertThat(exitCode(task)).isEqualTo(1).isEqualTo(engineExitCode(task));
    }

    @Test
    void tooMuchMemory() {
        JsonNode task = ended(run("'command':['sh','-c','sleep 1; tail /dev/zero']"));

        assertThat(exitCode(task)).isEqualTo(137).isEqualTo(engineExitCode(task));
        assertThat(inspect(task, "{{.State.OOMKilled}}")).isEqualTo("true");
        assertThat(task.at("/containers/0/reason").asText())
                .isEqualTo("OutOfMemoryError: Container killed due to memory usage");
    }

    @Test
    void aStopThatHadToKill() {
        String arn = run("'stopTimeout':2,'command':['sh','-c','trap \\'\\' TERM; while :; do sleep 1; done']");
        running(arn);
        berth.call("StopTask", "{'task':'" + arn + "','reason':'asked to'}");
        JsonNode task = ended(arn);

        assertThat(task.path("stopCode").asText()).isEqualTo("UserInitiated");
        assertThat(task.path("stoppedReason").asText()).isEqualTo("asked to");
        assertThat(exitCode(task)).isEqualTo(137).isEqualTo(engineExitCode(task));
    }

    @Test
    void aStopThatWasHeard() {
        String arn = run("'command':['sh','-c','trap \\'exit 143\\' TERM; while :; do sleep 0.1; done']");
        running(arn);
        berth.call("StopTask", "{'task':'" + arn + "'}");
        JsonNode task = ended(arn);

        assertThat(task.path("stopCode").asText()).isEqualTo("UserInitiated");
        assertThat(task.path("stoppedReason").asText()).isEqualTo("Task stopped by user");
        assertThat(exitCode(task)).isEqualTo(143).isEqualTo(engineExitCode(task));
    }

    @Test
    void anImageThatIsNowhere() {
        String family = register("'image':'127.0.0.1:9/none:1'");
        JsonNode task = ended(start(family));

        assertThat(task.path("stopCode").asText()).isEqualTo("TaskFailedToStart");
        assertThat(task.path("stoppedReason").asText()).isEqualTo("Task failed to start");
        assertThat(task.at("/containers/0/reason").asText()).startsWith("CannotPullContainerError: ");
        assertThat(task.at("/containers/0").has("exitCode")).isFalse();
    }

    @Test
    void aProgramThatIsNotThere() {
        JsonNode task = ended(run("'command':['/not-there']"));

        assertThat(task.path("stopCode").asText()).isEqualTo("TaskFailedToStart");
        assertThat(task.at("/containers/0/reason").asText())
                .startsWith("CannotStartContainerError: ")
                .contains("/not-there");
    }

    private String run(String definition) {
        return start(register("'image':'busybox'," + definition));
    }

    private String register(String definition) {
        String family = "exit-" + Long.toHexString(System.nanoTime());
        String json = "{'family':'" + family + "','containerDefinitions':[{'name':'c','memory':16,'essential':true,"
                + definition + "}]}";
        // A quote within a command is given as \' and meant as it is.
        berth.call("RegisterTaskDefinition", json.replace("\\'", "\\u0027"));
        return family;
    }

    private String start(String family) {
        JsonNode answer = berth.call("RunTask", "{'taskDefinition':'" + family + "'}");
        assertThat(answer.path("failures")).isEmpty();
        return answer.at("/tasks/0/taskArn").asText();
    }

    private void running(String arn) {
        TestBerth.await(
                SOON,
                "the task to run",
                () -> task(arn),
                task -> task.path("lastStatus").asText().equals("RUNNING"));
    }

    private JsonNode ended(String arn) {
        return TestBerth.await(
                SOON,
                "the task to stop",
                () -> task(arn),
                task -> task.path("lastStatus").asText().equals("STOPPED"));
    }

    private JsonNode task(String arn) {
        return berth.call("DescribeTasks", "{'tasks':['" + arn + "']}").at("/tasks/0");
    }

    private static int exitCode(JsonNode task) {
        assertThat(task.at("/containers/0").has("exitCode")).isTrue();
        return task.at("/containers/0/exitCode").asInt();
    }

    private static int engineExitCode(JsonNode task) {
        return Integer.parseInt(inspect(task, "{{.State.ExitCode}}"));
    }

    private static String inspect(JsonNode task, String format) {
        return TestEngine.docker(
                "inspect", "-f", format, task.at("/containers/0/runtimeId").asText());
    }
}
