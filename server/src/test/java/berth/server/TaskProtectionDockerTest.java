package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import berth.wire.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A task that protects itself from within, and is then left alone by scale-in.
@Tag("docker")
class TaskProtectionDockerTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /// Speaks HTTP by hand, since busybox's wget knows no PUT; keeps its side open, since nc would close it at once.
    private static final String PROTECTS_ITSELF = "at=${ECS_AGENT_URI#http://}; host=${at%%/*}; port=80;"
            + " case $host in *:*) port=${host#*:};; esac;"
            + " { printf \\\"PUT /${at#*/}/task-protection/v1/state HTTP/1.1\\\\r\\\\nHost: $host\\\\r\\\\n"
            + "Content-Length: ${#BODY}\\\\r\\\\nConnection: close\\\\r\\\\n\\\\r\\\\n$BODY\\\"; sleep 2; } | nc ${host%:*} $port | tail -n 1;"
            + " echo; wget -qO- $ECS_AGENT_URI/task-protection/v1/state; echo; exec sleep 600";

    @ParameterizedTest
    @ValueSource(strings = {"EC2", "FARGATE"})
    void aTaskProtectsItselfAndOutlivesScaleInUntilItIsSetFree(String launchType) {
        TestEngine.requireImages();
        try (TestBerth berth = TestBerth.start("--publish-address", Loopback.any())) {
            berth.call(Service.LOGS, "CreateLogGroup", "{'logGroupName':'g'}");
            berth.call(
                    "RegisterTaskDefinition",
                    "{'family':'careful','containerDefinitions':[{'name':'c','image':'busybox','memory':64,"
                            + "'stopTimeout':2,'command':['sh','-c','" + PROTECTS_ITSELF + "'],"
                            + "'environment':[{'name':'BODY','value':"
                            + "'{\\\"ProtectionEnabled\\\":true,\\\"ExpiresInMinutes\\\":60}'}],"
                            + "'logConfiguration':{'logDriver':'awslogs','options':{'awslogs-group':'g',"
                            + "'awslogs-region':'us-east-1','awslogs-stream-prefix':'t'}}}]}");
            berth.call(
                    "CreateService",
                    "{'serviceName':'careful','taskDefinition':'careful','desiredCount':1,'launchType':'" + launchType
                            + "'}");
            String arn = TestBerth.await(
                            SOON,
                            "the task to run",
                            () -> berth.call("ListTasks", "{'serviceName':'careful','desiredStatus':'RUNNING'}"),
                            list -> list.path("taskArns").size() == 1)
                    .at("/taskArns/0")
                    .asText();

            List<String> said =
                    TestBerth.await(SOON, "two answers", () -> lines(berth, arn), found -> found.size() >= 2);
            assertThat(said)
                    .allMatch(line -> line.startsWith("{\"protection\":{\"ExpirationDate\":\"")
                            && line.endsWith("\"ProtectionEnabled\":true,\"TaskArn\":\"" + arn + "\"}}"));
            assertThat(protection(berth, arn).path("protectionEnabled").asBoolean())
                    .isTrue();

            berth.call("UpdateService", "{'service':'careful','desiredCount':0}");
            TestBerth.await(
                    SOON,
                    "the service to say why it can't scale in",
                    () -> berth.call("DescribeServices", "{'services':['careful']}")
                            .at("/services/0/events/0/message")
                            .asText(),
                    event -> event.endsWith(
                            "Reason: The number of protected tasks are more than the desired count of tasks."));
            assertThat(task(berth, arn).path("desiredStatus").asText()).isEqualTo("RUNNING");
            assertThat(berth.explain("service", "default", "careful")).contains("--no-protection-enabled");

            berth.call(
                    "UpdateTaskProtection", "{'cluster':'default','tasks':['" + arn + "'],'protectionEnabled':false}");
            JsonNode stopped = TestBerth.await(
                    SOON,
                    "the task to stop",
                    () -> task(berth, arn),
                    task -> task.path("lastStatus").asText().equals("STOPPED"));
            assertThat(stopped.path("stoppedReason").asText()).startsWith("Scaling activity initiated by");
        }
    }

    private static JsonNode task(TestBerth berth, String arn) {
        return berth.call("DescribeTasks", "{'tasks':['" + arn + "']}").at("/tasks/0");
    }

    private static JsonNode protection(TestBerth berth, String arn) {
        return berth.call("GetTaskProtection", "{'cluster':'default','tasks':['" + arn + "']}")
                .at("/protectedTasks/0");
    }

    /// What the task printed, without the empty lines.
    private static List<String> lines(TestBerth berth, String arn) {
        String stream = "t/c/" + arn.substring(arn.lastIndexOf('/') + 1);
        List<String> lines = new ArrayList<>();
        berth.attempt(
                        Service.LOGS,
                        "GetLogEvents",
                        "{'logGroupName':'g','logStreamName':'" + stream + "','startFromHead':true}")
                .body()
                .path("events")
                .forEach(event -> lines.add(event.path("message").asText()));
        lines.removeIf(String::isBlank);
        return lines;
    }
}
