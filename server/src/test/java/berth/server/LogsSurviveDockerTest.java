package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import berth.wire.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// All that a container printed is in its log stream: in order, once, whatever happened to Berth meanwhile.
@Tag("docker")
class LogsSurviveDockerTest {
    private static final int LINES = 200_000;
    private static final Duration LONG = Duration.ofSeconds(180);

    @BeforeAll
    static void images() {
        TestEngine.requireImages();
    }

    @ParameterizedTest(name = "{0} crashes")
    @ValueSource(ints = {0, 2})
    void twoHundredThousandLinesAreThereOnceAndInOrder(int crashes) {
        try (TestBerth berth = TestBerth.start("--publish-address", Loopback.any())) {
            berth.call(Service.LOGS, "CreateLogGroup", "{'logGroupName':'lines'}");
            berth.call(
                    "RegisterTaskDefinition",
                    "{'family':'talker','containerDefinitions':[{'name':'c','image':'busybox','memory':64,"
                            + "'command':['seq','1','" + LINES + "'],'logConfiguration':{'logDriver':'awslogs',"
                            + "'options':{'awslogs-group':'lines','awslogs-region':'us-east-1',"
                            + "'awslogs-stream-prefix':'t'}}}]}");
            String arn = berth.call("RunTask", "{'taskDefinition':'talker'}")
                    .at("/tasks/0/taskArn")
                    .asText();
            String stream = "t/c/" + arn.substring(arn.lastIndexOf('/') + 1);
            for (int crash = 1; crash <= crashes; crash++) {
                int some = crash;
                TestBerth.await(
                        LONG,
                        "some lines",
                        () -> read(berth, stream, some * 2_000),
                        list -> list.size() >= some * 2_000);
                berth.kill();
                berth.startAgain();
            }

            List<String> lines = TestBerth.await(
                    LONG, "all lines", () -> read(berth, stream, Integer.MAX_VALUE), list -> list.size() >= LINES);

            assertThat(lines)
                    .isEqualTo(IntStream.rangeClosed(1, LINES)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    /// The stream from its start, up to its end or a little over `enough` lines.
    private static List<String> read(TestBerth berth, String stream, int enough) {
        List<String> lines = new ArrayList<>();
        String token = "";
        while (lines.size() < enough) {
            TestBerth.Reply reply = berth.attempt(
                    Service.LOGS,
                    "GetLogEvents",
                    "{'logGroupName':'lines','logStreamName':'" + stream + "','startFromHead':true"
                            + (token.isEmpty() ? "" : ",'nextToken':'" + token + "'") + "}");
            if (!reply.ok()) {
                assertThat(reply.code()).isEqualTo("ResourceNotFoundException");
                return lines;
            }
            JsonNode body = reply.body();
            body.path("events").forEach(event -> lines.add(event.path("message").asText()));
            String next = body.path("nextForwardToken").asText();
            if (next.equals(token)) {
                return lines;
            }
            token = next;
        }
        return lines;
    }
}
