package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A replacement has a cause: the engine's word that a container died; and where that word is lost, the resync.
@Tag("docker")
class CausesDockerTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @BeforeAll
    static void images() {
        TestEngine.requireImages();
    }

    @Test
    void aReplacementFollowsTheDieEventAndWaitsForNoTick() {
        try (TestBerth berth = TestBerth.start("--publish-address", Loopback.any(), "--resync-interval", "1h")) {
            String first = serve(berth);
            Instant killed = Instant.now();
            TestEngine.docker("kill", container(berth, first));

            String second = TestBerth.await(
                    SOON, "a replacement", () -> runningTask(berth), arn -> !arn.isEmpty() && !arn.equals(first));

            assertThat(second).isNotEmpty();
            assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void whereEventsAreLostTheResyncRepairs() {
        try (TestBerth berth =
                TestBerth.startMain(DeafMain.class, "--publish-address", Loopback.any(), "--resync-interval", "1s")) {
            String first = serve(berth);
            TestEngine.docker("kill", container(berth, first));

            String second = TestBerth.await(
                    SOON, "a replacement", () -> runningTask(berth), arn -> !arn.isEmpty() && !arn.equals(first));

            assertThat(second).isNotEmpty();
        }
    }

    static String serve(TestBerth berth) {
        berth.call("CreateCluster", "{'clusterName':'c'}");
        berth.call(
                "RegisterTaskDefinition",
                "{'family':'sleeper','containerDefinitions':[{'name':'c','image':'busybox','memory':16,"
                        + "'command':['sleep','600']}]}");
        berth.call(
                "CreateService",
                "{'cluster':'c','serviceName':'s','taskDefinition':'sleeper','desiredCount':1,'launchType':'EC2'}");
        return TestBerth.await(SOON, "the task to run", () -> runningTask(berth), arn -> !arn.isEmpty());
    }

    static String runningTask(TestBerth berth) {
        JsonNode arns =
                berth.call("ListTasks", "{'cluster':'c','serviceName':'s'}").path("taskArns");
        for (JsonNode arn : arns) {
            JsonNode task = berth.call("DescribeTasks", "{'cluster':'c','tasks':['" + arn.asText() + "']}")
                    .at("/tasks/0");
            if (task.path("lastStatus").asText().equals("RUNNING")) {
                return arn.asText();
            }
        }
        return "";
    }

    static String container(TestBerth berth, String arn) {
        return berth.call("DescribeTasks", "{'cluster':'c','tasks':['" + arn + "']}")
                .at("/tasks/0/containers/0/runtimeId")
                .asText();
    }
}
