package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A task of FARGATE_SPOT whose capacity is taken away hears SIGTERM, says why it stopped, and is replaced.
@Tag("docker")
class SpotInterruptionDockerTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void anInterruptedTaskIsToldSaysWhyAndIsReplaced() {
        TestEngine.requireImages();
        try (TestBerth berth = TestBerth.start()) {
            berth.call(
                    "PutClusterCapacityProviders",
                    "{'cluster':'default','capacityProviders':['FARGATE','FARGATE_SPOT'],"
                            + "'defaultCapacityProviderStrategy':[]}");
            berth.call(
                    "RegisterTaskDefinition",
                    "{'family':'spot','containerDefinitions':[{'name':'c','image':'busybox','memory':32,'command':"
                            + "['sh','-c','trap \\u0022exit 7\\u0022 TERM; while :; do sleep 0.1; done']}]}");
            berth.call(
                    "CreateService",
                    "{'serviceName':'s','taskDefinition':'spot','desiredCount':1,'capacityProviderStrategy':"
                            + "[{'capacityProvider':'FARGATE_SPOT','weight':1}]}");
            JsonNode first = running(berth, "");
            String arn = first.path("taskArn").asText();

            assertThat(interrupt(berth, arn)).contains("The task is interrupted");

            JsonNode stopped = TestBerth.await(
                    SOON,
                    "the task to stop",
                    () -> berth.call("DescribeTasks", "{'tasks':['" + arn + "']}")
                            .at("/tasks/0"),
                    task -> task.path("lastStatus").asText().equals("STOPPED"));
            assertThat(stopped.path("stopCode").asText()).isEqualTo("SpotInterruption");
            assertThat(stopped.path("stoppedReason").asText()).isEqualTo("Your Spot Task was interrupted.");
            assertThat(stopped.at("/containers/0/exitCode").asInt()).isEqualTo(7);
            assertThat(running(berth, arn).path("capacityProviderName").asText())
                    .isEqualTo("FARGATE_SPOT");
            assertThat(interrupt(berth, arn)).contains("stopping already");
            assertThat(interrupt(berth, "0".repeat(32))).contains("There is no task");
        }
    }

    private static JsonNode running(TestBerth berth, String notThis) {
        JsonNode arns = TestBerth.await(
                SOON,
                "a task",
                () -> berth.call("ListTasks", "{'serviceName':'s'}").path("taskArns"),
                found -> found.size() == 1 && !found.path(0).asText().equals(notThis));
        return TestBerth.await(
                SOON,
                "it to run",
                () -> berth.call("DescribeTasks", "{'tasks':['" + arns.path(0).asText() + "']}")
                        .at("/tasks/0"),
                task -> task.path("lastStatus").asText().equals("RUNNING"));
    }

    private static String interrupt(TestBerth berth, String task) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
        new LocalCall(berth.data(), to, to)
                .run("POST", InterruptHandler.PATH, "cluster=default&task=" + LocalCall.encoded(task));
        return said.toString(StandardCharsets.UTF_8);
    }
}
