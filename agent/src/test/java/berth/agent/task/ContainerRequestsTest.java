package berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.ContainerRequest;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.kernel.Resources;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.LogRoute;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.PortBinding;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ContainerRequestsTest {
    private static final long MIB = 1024 * 1024;

    @Test
    void namesAContainerTheSameEachTime() {
        ContainerRequest one = request(Tasks.bridge("t", true, Tasks.container("we_b")), false);
        assertThat(one.name()).matches("ecs-web-3-web-[0-9a-f]{20}");
        assertThat(request(Tasks.bridge("t", true, Tasks.container("we_b")), false)
                        .name())
                .isEqualTo(one.name());
        assertThat(request(Tasks.bridge("u", true, Tasks.container("we_b")), false)
                        .name())
                .isNotEqualTo(one.name());
    }

    @Test
    void limitsAContainerOfATaskWithoutALimit() {
        ContainerRequest request = request(Tasks.bridge("t", true, Tasks.container("web")), true);
        assertThat(request.cpuShares()).isEqualTo(256);
        assertThat(request.cpuQuota()).isNull();
        assertThat(request.memory()).isEqualTo(512 * MIB);
        assertThat(request.parentCgroup()).isNull();
    }

    @Test
    void givesATaskACgroupOfItsOwnWhereThatIsPossible() {
        ContainerRequest request = request(fargate(bare(0, null)), true);
        assertThat(request.parentCgroup()).isEqualTo(new ContainerRequest.ParentCgroup("t", 256, 512 * MIB));
        assertThat(request.cpuShares()).isEqualTo(2);
        assertThat(request.cpuQuota()).isNull();
        assertThat(request.memory()).isNull();
    }

    @Test
    void limitsEachContainerWhereATaskCannotHaveACgroup() {
        ContainerRequest request = request(fargate(bare(0, null)), false);
        assertThat(request.parentCgroup()).isNull();
        assertThat(request.cpuQuota()).isEqualTo(256);
        assertThat(request.memory()).isEqualTo(512 * MIB);
        assertThat(request(fargate(bare(0, 128)), false).memory()).isEqualTo(128 * MIB);
    }

    @Test
    void theTasksOwnEnvironmentWins() {
        LinkedHashMap<String, String> own = new LinkedHashMap<>(Map.of("AWS_DEFAULT_REGION", "eu-west-1"));
        SequencedMap<String, String> environment =
                request(Tasks.bridge("t", true, bare(1, 64, own)), false).environment();
        assertThat(environment)
                .containsEntry("AWS_DEFAULT_REGION", "eu-west-1")
                .doesNotContainKey("AWS_REGION")
                .containsEntry("AWS_EXECUTION_ENV", "AWS_ECS_EC2")
                .containsEntry("AWS_ENDPOINT_URL", "http://172.17.0.1:4566");
        assertThat(environment.get("ECS_CONTAINER_METADATA_URI_V4"))
                .matches("http://169\\.254\\.170\\.2/v4/[0-9a-f]{32}");
        assertThat(environment.get("ECS_AGENT_URI")).matches("http://169\\.254\\.170\\.2/api/[0-9a-f]{32}");
        assertThat(environment.firstEntry().getKey()).isEqualTo("AWS_DEFAULT_REGION");
    }

    @Test
    void aFargateTaskReachesTheApiAtItsGateway() {
        assertThat(request(fargate(bare(1, 64)), false).environment())
                .containsEntry("AWS_ENDPOINT_URL", "http://172.31.0.1:4566")
                .containsEntry("AWS_EXECUTION_ENV", "AWS_ECS_FARGATE");
    }

    @Test
    void promisesNoEndpointToATaskWithoutANetwork() {
        DesiredTask task = Tasks.task("t", true, NetworkMode.NONE, null, null, bare(1, 64));
        assertThat(request(task, false).environment())
                .doesNotContainKeys("ECS_CONTAINER_METADATA_URI_V4", "AWS_ENDPOINT_URL");
        assertThat(request(task, false).networkMode()).isEqualTo("none");
    }

    @Test
    void publishesOnTheHostsAddressOnlyInBridgeMode() {
        DesiredContainer web = Tasks.container(
                "web",
                true,
                false,
                List.of(new PortBinding("", 80, 80, "tcp")),
                new LogRoute.JsonFile(new LinkedHashMap<>()));
        assertThat(request(Tasks.bridge("t", true, web), false).ports())
                .containsExactly(new PortBinding("127.0.0.1", 80, 80, "tcp"));
        assertThat(request(Tasks.task("t", true, NetworkMode.HOST, null, null, web), false)
                        .ports())
                .isEmpty();
    }

    @Test
    void labelsSayAllThatAnAdoptingAgentNeeds() {
        DesiredContainer web =
                Tasks.container("web", true, false, List.of(), new LogRoute.AwsLogs("g", "s", new LinkedHashMap<>()));
        ContainerRequest request = request(fargate(web), false);
        EngineContainer container = Tasks.engine("c", Status.RUNNING, null, request.labels());
        assertThat(Labels.captured(container)).isTrue();
        assertThat(Labels.stopTimeout(container)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Labels.index(container)).isZero();
        assertThat(request.labels())
                .containsEntry(Labels.TASK, Tasks.arn("t"))
                .containsEntry(Labels.TASK_INTERFACE, "eni-t")
                .containsEntry(Labels.IMAGE_DIGEST, "sha256:d")
                .containsEntry("com.amazonaws.ecs.task-definition-family", "web")
                .containsEntry("com.amazonaws.ecs.task-definition-version", "3");
    }

    @Test
    void pullsThePinnedDigestOrTheMappedName() {
        LinkedHashMap<String, String> map = new LinkedHashMap<>(Map.of("mapped:1", "local:2"));
        assertThat(ImageNames.reference(image("localhost:5000/web:1", "sha256:a"), map))
                .isEqualTo("localhost:5000/web@sha256:a");
        assertThat(ImageNames.reference(image("localhost:5000/web", "sha256:a"), map))
                .isEqualTo("localhost:5000/web@sha256:a");
        assertThat(ImageNames.reference(image("nginx", null), map)).isEqualTo("nginx");
        assertThat(ImageNames.reference(image("mapped:1", "sha256:a"), map)).isEqualTo("local:2");
    }

    private static ContainerRequest request(DesiredTask task, boolean parentCgroups) {
        return Tasks.requests(parentCgroups)
                .of(task, task.containers().getFirst(), Tasks.image(), Tasks.engine("p", Status.RUNNING));
    }

    private static DesiredTask fargate(DesiredContainer container) {
        return Tasks.task("t", true, NetworkMode.AWSVPC, Tasks.eni("eni-t"), new Resources(256, 512), container);
    }

    private static DesiredContainer bare(int cpu, @Nullable Integer memory) {
        return bare(cpu, memory, new LinkedHashMap<>());
    }

    private static DesiredContainer image(String image, @Nullable String digest) {
        return make(image, digest, 0, null, new LinkedHashMap<>());
    }

    private static DesiredContainer bare(int cpu, @Nullable Integer memory, SequencedMap<String, String> environment) {
        return make("nginx", null, cpu, memory, environment);
    }

    private static DesiredContainer make(
            String image,
            @Nullable String digest,
            int cpu,
            @Nullable Integer memory,
            SequencedMap<String, String> environment) {
        return new DesiredContainer(
                "arn",
                "web",
                image,
                digest,
                true,
                false,
                cpu,
                memory,
                null,
                List.of(),
                null,
                null,
                environment,
                null,
                Duration.ofSeconds(30),
                new LogRoute.JsonFile(new LinkedHashMap<>()),
                null,
                ContainerSettings.NONE);
    }
}
