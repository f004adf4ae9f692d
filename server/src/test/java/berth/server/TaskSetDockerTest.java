package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Task sets of a service of the EXTERNAL controller really run: one takes over from the other.
@Tag("docker")
class TaskSetDockerTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    @Test
    void aSecondSetTakesOverFromTheFirst() {
        TestEngine.requireImages();
        try (TestBerth berth = TestBerth.start()) {
            for (int revision = 1; revision <= 2; revision++) {
                berth.call(
                        "RegisterTaskDefinition",
                        "{'family':'set','containerDefinitions':[{'name':'c','image':'busybox','memory':64,"
                                + "'stopTimeout':2,'command':['sleep','60" + revision + "']}]}");
            }
            berth.call(
                    "CreateService",
                    "{'serviceName':'sets','desiredCount':3,'deploymentController':{'type':'EXTERNAL'}}");
            String blue = make(berth, "set:1", 100);
            berth.call(
                    "UpdateServicePrimaryTaskSet",
                    "{'cluster':'default','service':'sets','primaryTaskSet':'" + blue + "'}");
            assertThat(steady(berth, blue).path("runningCount").asInt()).isEqualTo(3);

            String green = make(berth, "set:2", 50);
            assertThat(steady(berth, green).path("runningCount").asInt()).isEqualTo(2);
            assertThat(running(berth)).isEqualTo(5);

            scale(berth, green, 100);
            assertThat(steady(berth, green).path("runningCount").asInt()).isEqualTo(3);
            JsonNode primary = berth.call(
                            "UpdateServicePrimaryTaskSet",
                            "{'cluster':'default','service':'sets','primaryTaskSet':'" + green + "'}")
                    .path("taskSet");
            assertThat(primary.path("status").asText()).isEqualTo("PRIMARY");
            scale(berth, blue, 0);
            assertThat(steady(berth, blue).path("runningCount").asInt()).isZero();
            berth.call("DeleteTaskSet", "{'cluster':'default','service':'sets','taskSet':'" + blue + "'}");

            JsonNode service = TestBerth.await(
                    SOON,
                    "the first set to be gone",
                    () -> service(berth),
                    shown -> shown.path("taskSets").size() == 1);
            assertThat(service.path("taskDefinition").asText()).endsWith("task-definition/set:2");
            assertThat(service.path("deployments")).isEmpty();
            assertThat(berth.explain("service", "default", "sets"))
                    .contains("PRIMARY task set " + green + " of set:2, STEADY_STATE: 100 % of 3, rounded up, are 3");

            berth.call(
                    "DeleteTaskSet", "{'cluster':'default','service':'sets','taskSet':'" + green + "','force':true}");
            TestBerth.await(SOON, "no task to be left", () -> running(berth), count -> count == 0);
        }
    }

    private static String make(TestBerth berth, String definition, int percent) {
        return berth.call(
                        "CreateTaskSet",
                        "{'cluster':'default','service':'sets','taskDefinition':'" + definition
                                + "','launchType':'FARGATE','scale':{'value':" + percent + ",'unit':'PERCENT'}}")
                .at("/taskSet/id")
                .asText();
    }

    private static void scale(TestBerth berth, String set, int percent) {
        berth.call(
                "UpdateTaskSet",
                "{'cluster':'default','service':'sets','taskSet':'" + set + "','scale':{'value':" + percent
                        + ",'unit':'PERCENT'}}");
    }

    private static JsonNode steady(TestBerth berth, String set) {
        return TestBerth.await(
                SOON,
                set + " to be steady",
                () -> berth.call(
                                "DescribeTaskSets", "{'cluster':'default','service':'sets','taskSets':['" + set + "']}")
                        .at("/taskSets/0"),
                shown -> shown.path("stabilityStatus").asText().equals("STEADY_STATE"));
    }

    private static JsonNode service(TestBerth berth) {
        return berth.call("DescribeServices", "{'services':['sets']}").at("/services/0");
    }

    private static int running(TestBerth berth) {
        return service(berth).path("runningCount").asInt();
    }
}
