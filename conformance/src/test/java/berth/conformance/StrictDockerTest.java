package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;

/// With `--strict` the main job's FARGATE line is refused, as ECS refuses it.
@Tag("docker")
class StrictDockerTest {
    private static final String WORDS = "Task definition does not support launch_type FARGATE.";

    @Test
    void theFargateLineIsRefusedInEcssWords() {
        try (Berth berth = Berth.start("--strict");
                EcsClient ecs = JavaSdk.ecs(berth)) {
            berth.file("sample-task.json");
            AwsCli aws = AwsCli.version1(berth);
            aws.json("ecs", "register-task-definition", "--cli-input-json", "file://sample-task.json");
            aws.json("ecs", "create-cluster", "--cluster-name", "my-cluster");

            assertThat(aws.refused(
                            "ecs",
                            "create-service",
                            "--cluster",
                            "my-cluster",
                            "--service-name",
                            "web-service",
                            "--task-definition",
                            "sample-task",
                            "--desired-count",
                            "2",
                            "--launch-type",
                            "FARGATE"))
                    .endsWith("(InvalidParameterException) when calling the CreateService operation: " + WORDS);
            assertThatThrownBy(() -> ecs.runTask(run -> run.cluster("my-cluster")
                            .taskDefinition("sample-task")
                            .launchType(LaunchType.FARGATE)))
                    .hasMessageContaining(WORDS);
            assertThatThrownBy(() -> ecs.updateService(
                            update -> update.cluster("my-cluster").service("web-service")))
                    .isInstanceOf(ServiceNotFoundException.class);
        }
    }
}
