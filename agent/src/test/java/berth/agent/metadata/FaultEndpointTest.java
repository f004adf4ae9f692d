package berth.agent.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.VirtualLoop;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.fault.FaultInjection;
import berth.agent.fault.FaultOperation;
import berth.agent.fault.FaultTask;
import berth.agent.fault.FaultType;
import berth.agent.fault.NetworkNamespaces;
import berth.agent.task.Tasks;
import berth.kernel.host.NetworkMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class FaultEndpointTest {
    private static final FaultTask TASK =
            new FaultTask(Tasks.arn("t"), true, NetworkMode.AWSVPC, Tasks.engine("p", Status.RUNNING), null);

    private final VirtualLoop loop = new VirtualLoop();
    private final FaultEndpoint endpoint = new FaultEndpoint(new FaultInjection(
            (holder, commands, limit, done) -> done.accept(new NetworkNamespaces.Outcome.Done("[]")), loop, loop));

    private MetadataReply ask(String method, String path) {
        List<MetadataReply> replies = new ArrayList<>();
        endpoint.answer(
                Objects.requireNonNull(FaultEndpoint.Path.parse(path)),
                new MetadataRequest(method, path, "", "172.31.0.9"),
                TASK,
                loop.now(),
                replies::add);
        loop.settle();
        assertThat(replies).hasSize(1);
        return replies.getFirst();
    }

    @Test
    void answersInJson() {
        assertThat(ask("POST", "/api/abc/fault/v1/network-latency/status"))
                .isEqualTo(new MetadataReply(200, "application/json", "{\"Status\":\"not-running\"}"));
        assertThat(ask("POST", "/api/abc/fault/v1/network-latency/start"))
                .isEqualTo(
                        new MetadataReply(400, "application/json", "{\"Error\":\"required request body is missing\"}"));
        assertThat(ask("GET", "/api/abc/fault/v1/network-latency/stop").status())
                .isEqualTo(405);
    }

    @Test
    void eachPathLetsAContainerAskOnceInFiveSeconds() {
        String status = "/api/abc/fault/v1/network-latency/status";
        assertThat(ask("POST", status).status()).isEqualTo(200);
        assertThat(ask("POST", status))
                .isEqualTo(new MetadataReply(
                        429, "application/json", "{\"Error\":\"You have reached maximum request limit.\"}"));
        assertThat(ask("POST", status.replace("status", "stop")).status()).isEqualTo(200);
        assertThat(ask("POST", status.replace("latency", "packet-loss")).status())
                .isEqualTo(200);
        assertThat(ask("POST", status.replace("abc", "def")).status()).isEqualTo(200);
        loop.pass(Duration.ofSeconds(5));
        assertThat(ask("POST", status).status()).isEqualTo(200);
    }

    @Test
    void readsPaths() {
        for (FaultType type : FaultType.values()) {
            for (FaultOperation operation : FaultOperation.values()) {
                assertThat(FaultEndpoint.Path.parse("/api/abc/fault/v1/" + type.word() + "/" + operation.word()))
                        .isEqualTo(new FaultEndpoint.Path("abc", type, operation));
            }
        }
        for (String other : List.of(
                "/api//fault/v1/network-latency/start",
                "/api/abc/fault/v2/network-latency/start",
                "/api/abc/fault/v1/network-latency",
                "/api/abc/fault/v1/network-latency/start/",
                "/api/abc/fault/v1/network/start",
                "/v4/abc/fault/v1/network-latency/start")) {
            assertThat(FaultEndpoint.Path.parse(other)).as(other).isNull();
        }
    }
}
