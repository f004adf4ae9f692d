package berth.control.ecs.taskdef.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.wire.codec.Json;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;

/// Whole requests and answers as they stand on the wire.
class GoldenDefinitionsTest {
    private final Calls calls = new Calls();

    @Test
    void theSampleDefinitionWithNothingAddedRegistersAndComesBackRight() throws IOException {
        String request = """
                {"family":"sample-task","containerDefinitions":[{"name":"web","image":"nginx","memory":512,"cpu":256,
                 "essential":true,"portMappings":[{"containerPort":80,"hostPort":80}]}]}""";
        String answer = """
                {"taskDefinition":{
                 "taskDefinitionArn":"arn:aws:ecs:us-east-1:111122223333:task-definition/sample-task:1",
                 "containerDefinitions":[{"name":"web","image":"nginx","cpu":256,"memory":512,
                  "portMappings":[{"containerPort":80,"hostPort":80,"protocol":"tcp"}],"essential":true,
                  "environment":[],"mountPoints":[],"volumesFrom":[],"systemControls":[]}],
                 "family":"sample-task","revision":1,"volumes":[],"status":"ACTIVE",
                 "requiresAttributes":[{"name":"com.amazonaws.ecs.capability.docker-remote-api.1.18"}],
                 "placementConstraints":[],"compatibilities":["EC2"],
                 "registeredAt":1700000000,"registeredBy":"arn:aws:iam::111122223333:user/dev"}}""";

        assertJson(register(request), answer);
        assertJson(describe("sample-task"), answer);
        assertJson(describe("sample-task:1"), answer);
        assertJson(describe("arn:aws:ecs:us-east-1:111122223333:task-definition/sample-task:1"), answer);
    }

    @Test
    void aFargateDefinitionIsAnsweredWithAllDefaultsAndAttributes() throws IOException {
        String request = """
                {"family":"web","networkMode":"awsvpc","cpu":".25 vCPU","memory":"0.5GB",
                 "requiresCompatibilities":["FARGATE"],
                 "executionRoleArn":"arn:aws:iam::111122223333:role/exec",
                 "volumes":[],"placementConstraints":[],
                 "containerDefinitions":[{"name":"app",
                  "image":"111122223333.dkr.ecr.us-east-1.amazonaws.com/app:1",
                  "mountPoints":[],"volumesFrom":[],"systemControls":[],"environment":[],
                  "portMappings":[{"containerPort":8501}]}]}""";
        String answer = """
                {"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:us-east-1:111122223333:task-definition/web:1",
                 "containerDefinitions":[{"name":"app","image":"111122223333.dkr.ecr.us-east-1.amazonaws.com/app:1",
                  "cpu":0,"portMappings":[{"containerPort":8501,"hostPort":8501,"protocol":"tcp"}],"essential":true,
                  "environment":[],"mountPoints":[],"volumesFrom":[],"systemControls":[]}],
                 "family":"web","executionRoleArn":"arn:aws:iam::111122223333:role/exec","networkMode":"awsvpc",
                 "revision":1,"volumes":[],"status":"ACTIVE",
                 "requiresAttributes":[{"name":"com.amazonaws.ecs.capability.ecr-auth"},
                  {"name":"ecs.capability.execution-role-ecr-pull"},
                  {"name":"com.amazonaws.ecs.capability.docker-remote-api.1.18"},
                  {"name":"ecs.capability.task-eni"}],
                 "placementConstraints":[],"compatibilities":["EC2","FARGATE"],
                 "requiresCompatibilities":["FARGATE"],"cpu":"256","memory":"512",
                 "registeredAt":1700000000,"registeredBy":"arn:aws:iam::111122223333:user/dev"}}""";

        assertJson(register(request), answer);
        assertJson(describe("web"), answer);
    }

    private String register(String json) {
        RegisterTaskDefinitionResponse response = calls.call(
                new RegisterTaskDefinition(),
                Json.fromJson(RegisterTaskDefinitionRequest.class, json.getBytes(StandardCharsets.UTF_8)));
        return new String(Json.toJson(response), StandardCharsets.UTF_8);
    }

    private String describe(String reference) {
        var response = calls.call(
                new DescribeTaskDefinition(),
                DescribeTaskDefinitionRequest.builder()
                        .taskDefinition(reference)
                        .build());
        return new String(Json.toJson(response), StandardCharsets.UTF_8);
    }

    private static void assertJson(String actual, String expected) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(actual)).isEqualTo(mapper.readTree(expected));
    }
}
