package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Task sets of a service of the EXTERNAL controller really run: one takes over from the other.
@Tag("docker")
class TaskSetDockerTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    @Test
    void aSecondSetTakesOverFromTheFirst() {
        TestEngine.requireImages();
        try (TestBerth berth = TestBerth.start()) {
            for (int revision = 1; revision <= 2; revision++) {
                berth.call(
                        "RegisterTaskDefinition",
                        "{'family':'set','containerDefinitions':[{'name':'c','image':'busybox','memory':64,"
                                + "'stopTimeout':2,'command':['sleep','60" + revision + "']}]}");
            }
            berth.call(
                    "CreateService",
                    "{'serviceName':'sets','desiredCount':3,'deploymentController':{'type':'EXTERNAL'}}");
            String blue = make(berth, "set:1", 100);
            promote(berth, blue);
            assertThat(steady(berth, blue).path("runningCount").asInt()).isEqualTo(3);

            String green = make(berth, "set:2", 50);
            assertThat(steady(berth, green).path("runningCount").asInt()).isEqualTo(2);
            assertThat(running(berth)).isEqualTo(5);

            scale(berth, green, 100);
            assertThat(steady(berth, green).path("runningCount").asInt()).isEqualTo(3);
            assertThat(promote(berth, green).path("status").asText()).isEqualTo("PRIMARY");
            scale(berth, blue, 0);
            assertThat(steady(berth, blue).path("runningCount").asInt()).isZero();
            berth.call("DeleteTaskSet", "{'cluster':'default','service':'sets','taskSet':'" + blue + "'}");

            JsonNode service = TestBerth.await(
                    SOON,
                    "the first set to be gone",
                    () -> service(berth),
                    shown -> shown.path("taskSets").size() == 1);
            assertThat(service.path("taskDefinition").asText()).endsWith("task-definition/set:2");
            assertThat(service.path("deployments")).isEmpty();
            assertThat(berth.explain("service", "default", "sets"))
                    .contains("PRIMARY task set " + green + " of set:2, STEADY_STATE: 100 % of 3, rounded up, are 3");

            berth.call(
                    "DeleteTaskSet", "{'cluster':'default','service':'sets','taskSet':'" + green + "','force':true}");
            TestBerth.await(SOON, "no task to be left", () -> running(berth), count -> count == 0);
        }
    }

    /// What is outside decides on traffic: it makes the second set, waits until that is steady, which takes healthy
    /// targets, moves the weights in steps, and takes the first set away.
    @Test
    void trafficMovesFromSetToSetAsARuleDividesIt() {
        TestEngine.requireImages();
        try (TestBerth berth = TestBerth.start("--publish-address", Loopback.any())) {
            ShiftedWeb web = new ShiftedWeb(berth);
            web.makeBalancer();
            berth.call(
                    "CreateService",
                    "{'serviceName':'sets','desiredCount':2,'deploymentController':{'type':'EXTERNAL'}}");
            String blue = make(berth, web, ShiftedWeb.BLUE);
            promote(berth, blue);
            steady(berth, blue);
            assertThat(web.states(ShiftedWeb.BLUE)).containsExactly("healthy", "healthy");
            awaitPages(web, 1);

            String green = make(berth, web, ShiftedWeb.GREEN);
            steady(berth, green);
            assertThat(web.states(ShiftedWeb.GREEN)).containsExactly("healthy", "healthy");
            assertThat(web.pages(ShiftedWeb.SHIFTING))
                    .as("a set gets no request that its group has no weight for")
                    .containsExactly("200 revision-1");

            web.divide(3, 1);
            awaitPages(web, 1, 2);
            TreeMap<String, Integer> counted = web.counted(ShiftedWeb.SHIFTING, 400);
            assertThat(counted).containsOnlyKeys("200 revision-1", "200 revision-2");
            assertThat(counted.get("200 revision-2")).isBetween(92, 108);

            web.divide(0, 1);
            awaitPages(web, 2);
            promote(berth, green);
            scale(berth, blue, 0);
            steady(berth, blue);
            berth.call("DeleteTaskSet", "{'cluster':'default','service':'sets','taskSet':'" + blue + "'}");
            assertThat(web.pages(ShiftedWeb.SHIFTING)).containsExactly("200 revision-2");
            TestBerth.await(
                    SOON, "the first set's targets to be gone", () -> web.states(ShiftedWeb.BLUE), List::isEmpty);

            String killed = live(berth).getFirst();
            TestEngine.docker("kill", killed);
            TestBerth.await(
                    SOON,
                    "the killed task of the second set to be replaced",
                    () -> live(berth),
                    containers -> containers.size() == 2 && !containers.contains(killed));
            steady(berth, green);
            assertThat(web.pages(ShiftedWeb.SHIFTING)).containsExactly("200 revision-2");
        }
    }

    private static List<String> live(TestBerth berth) {
        return EngineView.containers(berth.installation()).stream()
                .filter(container -> container.isOfTask() && container.isLive())
                .map(EngineView.Container::id)
                .toList();
    }

    private static void awaitPages(ShiftedWeb web, int... revisions) {
        Set<String> wanted = Arrays.stream(revisions)
                .mapToObj(revision -> "200 revision-" + revision)
                .collect(Collectors.toSet());
        TestBerth.await(SOON, "only " + wanted, () -> web.pages(ShiftedWeb.SHIFTING), wanted::equals);
    }

    private static String make(TestBerth berth, ShiftedWeb web, String group) {
        return make(
                berth,
                web.define("set"),
                "'EC2','loadBalancers':[{'targetGroupArn':'" + web.group(group)
                        + "','containerName':'c','containerPort':80}]",
                100);
    }

    private static String make(TestBerth berth, String definition, int percent) {
        return make(berth, definition, "'FARGATE'", percent);
    }

    private static String make(TestBerth berth, String definition, String launchTypeAndMore, int percent) {
        return berth.call(
                        "CreateTaskSet",
                        "{'cluster':'default','service':'sets','taskDefinition':'%s','launchType':%s,'scale':{'value':%d,'unit':'PERCENT'}}"
                                .formatted(definition, launchTypeAndMore, percent))
                .at("/taskSet/id")
                .asText();
    }

    private static JsonNode promote(TestBerth berth, String set) {
        return berth.call(
                        "UpdateServicePrimaryTaskSet",
                        "{'cluster':'default','service':'sets','primaryTaskSet':'" + set + "'}")
                .path("taskSet");
    }

    private static void scale(TestBerth berth, String set, int percent) {
        berth.call(
                "UpdateTaskSet",
                "{'cluster':'default','service':'sets','taskSet':'" + set + "','scale':{'value':" + percent
                        + ",'unit':'PERCENT'}}");
    }

    private static JsonNode steady(TestBerth berth, String set) {
        return TestBerth.await(
                SOON,
                set + " to be steady",
                () -> berth.call(
                                "DescribeTaskSets", "{'cluster':'default','service':'sets','taskSets':['" + set + "']}")
                        .at("/taskSets/0"),
                shown -> shown.path("stabilityStatus").asText().equals("STEADY_STATE"));
    }

    private static JsonNode service(TestBerth berth) {
        return berth.call("DescribeServices", "{'services':['sets']}").at("/services/0");
    }

    private static int running(TestBerth berth) {
        return service(berth).path("runningCount").asInt();
    }
}
