package berth.agent.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.task.ContainerNow;
import berth.agent.task.Labels;
import berth.agent.task.MetadataToken;
import berth.agent.task.TaskNow;
import berth.agent.task.TaskReport;
import berth.agent.task.Tasks;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.LogRoute;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MetadataEndpointTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void describesAContainerKeyByKey() {
        assertThat(new MetadataBodies(true)
                        .container(subject(awsvpc()), awsvpc().containers().getFirst(), running())
                        .toString())
                .isEqualTo("{\"DockerId\":\"c1\",\"Name\":\"web\",\"DockerName\":\"ecs-c1\",\"Image\":\"nginx\","
                        + "\"ImageID\":\"sha256:1\",\"Labels\":{\"com.amazonaws.ecs.container-name\":\"web\"},"
                        + "\"DesiredStatus\":\"RUNNING\",\"KnownStatus\":\"RUNNING\","
                        + "\"Limits\":{\"CPU\":256,\"Memory\":512},\"CreatedAt\":\"2026-01-01T00:00:00Z\","
                        + "\"StartedAt\":\"2026-01-01T00:00:01Z\",\"Type\":\"NORMAL\",\"LogDriver\":\"awslogs\","
                        + "\"LogOptions\":{\"awslogs-group\":\"g\",\"awslogs-region\":\"us-east-1\","
                        + "\"awslogs-stream\":\"ecs/web/t\"},"
                        + "\"ContainerARN\":\"arn:aws:ecs:us-east-1:000000000000:container/web\","
                        + "\"Networks\":[{\"NetworkMode\":\"awsvpc\",\"IPv4Addresses\":[\"172.31.0.10\"],"
                        + "\"AttachmentIndex\":0,\"MACAddress\":\"02:42:ac:1f:00:0a\","
                        + "\"IPv4SubnetCIDRBlock\":\"172.31.0.0/20\","
                        + "\"PrivateDNSName\":\"ip-172-31-0-10.ec2.internal\","
                        + "\"SubnetGatewayIpv4Address\":\"172.31.0.1/16\"}]}");
    }

    @Test
    void describesATaskKeyByKey() {
        ObjectNode task = new MetadataBodies(true).task(subject(awsvpc()));
        assertThat(task.remove("Containers")).hasSize(1);
        assertThat(task.toString())
                .isEqualTo("{\"Cluster\":\"arn:aws:ecs:us-east-1:000000000000:cluster/c\",\"TaskARN\":\""
                        + Tasks.arn("t") + "\",\"Family\":\"web\",\"Revision\":\"3\",\"DesiredStatus\":\"RUNNING\","
                        + "\"KnownStatus\":\"RUNNING\",\"Limits\":{\"CPU\":0.25,\"Memory\":512},"
                        + "\"PullStartedAt\":\"2026-01-01T00:00:00Z\",\"PullStoppedAt\":\"2026-01-01T00:00:02Z\","
                        + "\"AvailabilityZone\":\"us-east-1a\",\"LaunchType\":\"FARGATE\","
                        + "\"Group\":\"family:web\",\"FaultInjectionEnabled\":false}");
    }

    @Test
    void versionThreeKnowsLess() {
        ObjectNode task = new MetadataBodies(false).task(subject(awsvpc()));
        assertThat(task.has("LaunchType")).isFalse();
        assertThat(task.path("Containers").get(0).has("LogDriver")).isFalse();
        assertThat(task.path("Containers").get(0).path("Networks").get(0).has("MACAddress"))
                .isFalse();
    }

    @Test
    void readsPaths() {
        assertThat(MetadataPath.parse("/v4/abc")).isEqualTo(path(true, MetadataPath.Kind.CONTAINER));
        assertThat(MetadataPath.parse("/v4/abc/")).isEqualTo(path(true, MetadataPath.Kind.CONTAINER));
        assertThat(MetadataPath.parse("/v4/abc/task")).isEqualTo(path(true, MetadataPath.Kind.TASK));
        assertThat(MetadataPath.parse("/v4/abc/taskWithTags")).isEqualTo(path(true, MetadataPath.Kind.TASK));
        assertThat(MetadataPath.parse("/v4/abc/stats")).isEqualTo(path(true, MetadataPath.Kind.CONTAINER_STATS));
        assertThat(MetadataPath.parse("/v3/abc/task/stats")).isEqualTo(path(false, MetadataPath.Kind.TASK_STATS));
        for (String other : List.of("", "/", "/v4", "/v4/", "/v5/abc", "/v4/abc/x", "v4/abc", "/v4//task")) {
            assertThat(MetadataPath.parse(other)).as(other).isNull();
        }
    }

    @Test
    void limitsATaskTo40ASecondAnd60AtOnce() {
        RequestLimit limit = RequestLimit.ofMetadata();
        for (int i = 0; i < 60; i++) {
            assertThat(limit.admits("t", Tasks.T0)).isTrue();
        }
        assertThat(limit.admits("t", Tasks.T0)).isFalse();
        assertThat(limit.admits("u", Tasks.T0)).isTrue();
        Instant later = Tasks.T0.plusMillis(100);
        assertThat(List.of(limit.admits("t", later), limit.admits("t", later), limit.admits("t", later)))
                .containsOnly(true);
        assertThat(limit.admits("t", later)).isTrue();
        assertThat(limit.admits("t", later)).isFalse();
        assertThat(limit.admits("t", later.minus(Duration.ofHours(1)))).isFalse();
    }

    @Test
    void computesNetworkRatesBetweenTwoSamples() throws Exception {
        NetworkRates rates = new NetworkRates();
        ObjectNode first = sample("2026-01-01T00:00:10Z", 1_000);
        rates.addTo(first, "c");
        assertThat(first.has("network_rate_stats")).isFalse();
        ObjectNode second = sample("2026-01-01T00:00:12Z", 5_000);
        rates.addTo(second, "c");
        assertThat(second.path("network_rate_stats").path("rx_bytes_per_sec").asDouble())
                .isEqualTo(2_000.0);
    }

    @Test
    void aTokenIsTheSameAfterARestartAndAnotherForEachContainer() {
        MetadataToken tokens = new MetadataToken(Tasks.SECRET);
        assertThat(tokens.of("t", "a")).matches("[0-9a-f]{32}").isEqualTo(new MetadataToken(Tasks.SECRET).of("t", "a"));
        assertThat(tokens.of("t", "a")).isNotEqualTo(tokens.of("t", "b")).isNotEqualTo(tokens.of("u", "a"));
    }

    private static ObjectNode sample(String read, long received) throws Exception {
        return (ObjectNode) MAPPER.readTree(
                "{\"read\":\"" + read + "\",\"networks\":{\"eth0\":{\"rx_bytes\":" + received + ",\"tx_bytes\":0}}}");
    }

    private static MetadataPath path(boolean v4, MetadataPath.Kind kind) {
        return new MetadataPath(v4, "abc", kind);
    }

    private static DesiredTask awsvpc() {
        LinkedHashMap<String, String> options = new LinkedHashMap<>();
        options.put("awslogs-group", "g");
        options.put("awslogs-region", "us-east-1");
        options.put("awslogs-stream-prefix", "ecs");
        DesiredContainer web =
                Tasks.container("web", true, true, List.of(), new LogRoute.AwsLogs("g", "ecs/web/t", options));
        return Tasks.awsvpc("t", true, web);
    }

    private static EngineContainer running() {
        LinkedHashMap<String, String> labels = new LinkedHashMap<>();
        labels.put(Labels.TASK, Tasks.arn("t"));
        labels.put(Labels.ECS_CONTAINER, "web");
        return Tasks.engine("c1", Status.RUNNING, null, labels);
    }

    private static MetadataSubject subject(DesiredTask task) {
        TaskNow now = TaskNow.unseen(task.arn())
                .withContainer("web", ContainerNow.UNSEEN.seen(running()))
                .withPause(Tasks.engine("p", Status.RUNNING))
                .pullStarted(Tasks.T0)
                .pullStopped(Tasks.T0.plusSeconds(2));
        return new MetadataSubject(
                task,
                task.containers().getFirst(),
                now,
                new TaskReport(Tasks.supervisor()).of(task, now, new TreeSet<>()),
                false);
    }
}
