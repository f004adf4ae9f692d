package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import berth.wire.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a task reaches of Berth from inside: its metadata endpoint, and the API.
@Tag("docker")
class TaskSurroundingsDockerTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(strings = {"EC2", "FARGATE"})
    void aTaskReachesItsMetadataAndTheApi(String launchType) {
        TestEngine.requireImages();
        try (TestBerth berth = TestBerth.start("--publish-address", Loopback.any())) {
            berth.call(Service.LOGS, "CreateLogGroup", "{'logGroupName':'g'}");
            berth.call(
                    "RegisterTaskDefinition",
                    "{'family':'asks','containerDefinitions':[{'name':'c','image':'busybox','memory':64,"
                            + "'command':['sh','-c','wget -qO- $ECS_CONTAINER_METADATA_URI_V4/task; echo;"
                            + " wget -qO- $AWS_ENDPOINT_URL/health'],'logConfiguration':{'logDriver':'awslogs',"
                            + "'options':{'awslogs-group':'g','awslogs-region':'us-east-1',"
                            + "'awslogs-stream-prefix':'t'}}}]}");
            String arn = berth.call("RunTask", "{'taskDefinition':'asks','launchType':'" + launchType + "'}")
                    .at("/tasks/0/taskArn")
                    .asText();
            TestBerth.await(
                    SOON,
                    "the task to stop",
                    () -> berth.call("DescribeTasks", "{'tasks':['" + arn + "']}")
                            .at("/tasks/0"),
                    task -> task.path("lastStatus").asText().equals("STOPPED"));

            JsonNode events = TestBerth.await(SOON, "two lines", () -> events(berth, arn), found -> found.size() >= 2);
            assertThat(events.get(0).path("message").asText())
                    .contains("\"TaskARN\":\"" + arn + "\"")
                    .contains("\"LaunchType\":\"" + launchType + "\"");
            assertThat(events.get(1).path("message").asText()).isEqualTo("ok");
        }
    }

    private static JsonNode events(TestBerth berth, String arn) {
        String stream = "t/c/" + arn.substring(arn.lastIndexOf('/') + 1);
        return berth.attempt(
                        Service.LOGS,
                        "GetLogEvents",
                        "{'logGroupName':'g','logStreamName':'" + stream + "','startFromHead':true}")
                .body()
                .path("events");
    }
}
