package berth.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.api.RegisterTaskDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.wire.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

class TaskDefinitionRowTest {

    @Test
    void aDefinitionWithEverythingInItIsReadFromDiskAsItWasWritten() {
        String json = """
                {"family":"full","networkMode":"awsvpc","cpu":"512","memory":"1024","taskRoleArn":"t",
                 "executionRoleArn":"e","requiresCompatibilities":["FARGATE","EC2"],
                 "containerDefinitions":[{"name":"a","image":"i","cpu":10,"memory":64,"memoryReservation":32,
                  "essential":true,"portMappings":[{"containerPort":80,"protocol":"udp"}],"command":["c"],
                  "entryPoint":["e"],"environment":[{"name":"n","value":"v"}],"stopTimeout":9,
                  "healthCheck":{"command":["CMD","x"],"startPeriod":7},
                  "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/g",
                   "awslogs-region":"us-east-1","awslogs-stream-prefix":"p"}}}]}""";
        Calls calls = new Calls();
        calls.call(
                new RegisterTaskDefinition(),
                Json.fromJson(RegisterTaskDefinitionRequest.class, json.getBytes(StandardCharsets.UTF_8)));
        TaskDefinition written = Objects.requireNonNull(TaskDefinitionViews.byName(calls.state(), "full:1"));
        Bodies bodies = new Bodies(List.of(TaskDefinitionViews.TASK_DEFINITIONS));

        Change read = bodies.put(TaskDefinitionViews.TASK_DEFINITIONS, "full:0000000001", bodies.write(written));

        assertThat(read).isEqualTo(Change.put(TaskDefinitionViews.TASK_DEFINITIONS, written));
    }
}
