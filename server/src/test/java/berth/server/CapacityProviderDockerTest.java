package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tasks of a service are shared out among the capacity providers of its strategy, and really run.
@Tag("docker")
class CapacityProviderDockerTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    @Test
    void aServiceKeepsTheSharesOfItsStrategyUpAndDown() {
        TestEngine.requireImages();
        try (TestBerth berth = TestBerth.start()) {
            berth.call(
                    "RegisterTaskDefinition",
                    "{'family':'sleeper','containerDefinitions':[{'name':'c','image':'busybox','memory':64,"
                            + "'stopTimeout':2,'command':['sleep','600']}]}");
            berth.call(
                    "PutClusterCapacityProviders",
                    "{'cluster':'default','capacityProviders':['FARGATE','FARGATE_SPOT'],"
                            + "'defaultCapacityProviderStrategy':[{'capacityProvider':'FARGATE','base':1,'weight':1},"
                            + "{'capacityProvider':'FARGATE_SPOT','weight':3}]}");
            berth.call("CreateService", "{'serviceName':'shared','taskDefinition':'sleeper','desiredCount':5}");

            assertThat(shares(berth, 5)).isEqualTo(Map.of("FARGATE", 2, "FARGATE_SPOT", 3));

            berth.call("UpdateService", "{'service':'shared','desiredCount':2}");
            assertThat(shares(berth, 2)).isEqualTo(Map.of("FARGATE", 1, "FARGATE_SPOT", 1));

            berth.call(
                    "UpdateService",
                    "{'service':'shared','forceNewDeployment':true,"
                            + "'capacityProviderStrategy':[{'capacityProvider':'FARGATE','weight':1}]}");
            TestBerth.await(
                    SOON,
                    "the new strategy to be rolled out",
                    () -> berth.call("DescribeServices", "{'services':['shared']}")
                            .at("/services/0"),
                    service -> service.path("deployments").size() == 1
                            && service.at("/deployments/0/rolloutState")
                                    .asText()
                                    .equals("COMPLETED"));
            assertThat(shares(berth, 2)).isEqualTo(Map.of("FARGATE", 2));
        }
    }

    /// The tasks by capacity provider, once so many and no others run.
    private static SortedMap<String, Integer> shares(TestBerth berth, int count) {
        JsonNode tasks = TestBerth.await(
                SOON,
                count + " tasks to run",
                () -> tasks(berth),
                found -> found.size() == count
                        && found.findValuesAsText("lastStatus").stream()
                                        .filter("RUNNING"::equals)
                                        .count()
                                >= count);
        SortedMap<String, Integer> shares = new TreeMap<>();
        for (JsonNode task : tasks) {
            assertThat(task.path("launchType").asText()).isEqualTo("FARGATE");
            shares.merge(task.path("capacityProviderName").asText(), 1, Integer::sum);
        }
        return shares;
    }

    private static JsonNode tasks(TestBerth berth) {
        JsonNode arns = berth.call("ListTasks", "{'serviceName':'shared','desiredStatus':'RUNNING'}")
                .path("taskArns");
        return arns.isEmpty()
                ? arns
                : berth.call("DescribeTasks", "{'tasks':" + arns + "}").path("tasks");
    }
}
