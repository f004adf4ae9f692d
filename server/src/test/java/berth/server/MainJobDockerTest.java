package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What every user of ECS does first, through the API, on a real engine with real nginx.
@Tag("docker")
class MainJobDockerTest {
    private static final String SAMPLE_TASK = """
            {"family":"sample-task","containerDefinitions":[{"name":"web","image":"nginx","memory":512,"cpu":256,"essential":true,
             "portMappings":[{"containerPort":80,"hostPort":80}]}]}
            """;
    private static final Duration SOON = Duration.ofSeconds(60);

    @BeforeAll
    static void images() {
        TestEngine.requireImages();
    }

    @Test
    void aServiceOfTwoAndATaskOnItsOwnServeRealNginx() {
        String published = Loopback.any();
        try (TestBerth berth = TestBerth.start("--publish-address", published)) {
            berth.call("RegisterTaskDefinition", SAMPLE_TASK);
            berth.call("CreateCluster", "{'clusterName':'my-cluster'}");
            berth.call(
                    "CreateService",
                    "{'cluster':'my-cluster','serviceName':'web-service','taskDefinition':'sample-task',"
                            + "'desiredCount':2,'launchType':'FARGATE'}");
            stable(berth, 2);
            TreeSet<String> addresses = addresses(berth);
            assertThat(addresses).hasSize(2);
            assertThat(addresses)
                    .allSatisfy(address -> assertThat(page(address)).contains("nginx"));

            String alone = berth.call("RunTask", "{'cluster':'my-cluster','taskDefinition':'sample-task'}")
                    .at("/tasks/0/taskArn")
                    .asText();
            running(berth, alone);
            assertThat(page(published)).contains("nginx");

            String killed = containerOf(berth, servicesTasks(berth).getFirst());
            TestEngine.docker("kill", killed);
            TestBerth.await(
                    SOON, "a replacement", () -> addresses(berth), now -> now.size() == 2 && !now.equals(addresses));
            stable(berth, 2);
            assertThat(events(berth)).anyMatch(event -> event.contains("has started 1 tasks: (task "));

            TestEngine.docker("kill", containerOf(berth, alone));
            JsonNode stopped =
                    TestBerth.await(SOON, "the task to stop", () -> task(berth, alone), task -> is(task, "STOPPED"));
            assertThat(stopped.path("stopCode").asText()).isEqualTo("EssentialContainerExited");
            assertThat(stopped.path("stoppedReason").asText()).isEqualTo("Essential container in task exited");
            assertThat(stopped.at("/containers/0/exitCode").asInt()).isEqualTo(137);
        }
    }

    @Test
    void aCrashOfBerthTouchesNoContainer() {
        try (TestBerth berth = TestBerth.start("--publish-address", Loopback.any())) {
            berth.call("RegisterTaskDefinition", SAMPLE_TASK);
            berth.call("CreateCluster", "{'clusterName':'my-cluster'}");
            berth.call(
                    "CreateService",
                    "{'cluster':'my-cluster','serviceName':'web-service','taskDefinition':'sample-task',"
                            + "'desiredCount':2,'launchType':'FARGATE'}");
            stable(berth, 2);
            List<String> tasks = servicesTasks(berth);
            String before = startTimes(berth);

            berth.kill();
            berth.startAgain();
            stable(berth, 2);

            assertThat(servicesTasks(berth)).isEqualTo(tasks);
            assertThat(startTimes(berth)).isEqualTo(before);
        }
    }

    private static void stable(TestBerth berth, int count) {
        TestBerth.await(
                SOON,
                "the service to be stable",
                () -> service(berth),
                service -> service.path("runningCount").asInt() == count
                        && service.path("deployments").size() == 1
                        && service.at("/deployments/0/rolloutState").asText().equals("COMPLETED"));
    }

    private static JsonNode service(TestBerth berth) {
        return berth.call("DescribeServices", "{'cluster':'my-cluster','services':['web-service']}")
                .at("/services/0");
    }

    private static List<String> events(TestBerth berth) {
        return service(berth).path("events").findValuesAsText("message");
    }

    private static List<String> servicesTasks(TestBerth berth) {
        TreeSet<String> arns = new TreeSet<>();
        berth.call("ListTasks", "{'cluster':'my-cluster','serviceName':'web-service'}")
                .path("taskArns")
                .forEach(arn -> arns.add(arn.asText()));
        return List.copyOf(arns);
    }

    private static TreeSet<String> addresses(TestBerth berth) {
        TreeSet<String> addresses = new TreeSet<>();
        for (String arn : servicesTasks(berth)) {
            JsonNode task = task(berth, arn);
            if (is(task, "RUNNING")) {
                addresses.add(task.at("/containers/0/networkInterfaces/0/privateIpv4Address")
                        .asText());
            }
        }
        return addresses;
    }

    private static void running(TestBerth berth, String arn) {
        TestBerth.await(SOON, "the task to run", () -> task(berth, arn), task -> is(task, "RUNNING"));
    }

    private static boolean is(JsonNode task, String status) {
        return task.path("lastStatus").asText().equals(status);
    }

    private static JsonNode task(TestBerth berth, String arn) {
        return berth.call("DescribeTasks", "{'cluster':'my-cluster','tasks':['" + arn + "']}")
                .at("/tasks/0");
    }

    private static String containerOf(TestBerth berth, String arn) {
        return task(berth, arn).at("/containers/0/runtimeId").asText();
    }

    private static String startTimes(TestBerth berth) {
        StringBuilder times = new StringBuilder();
        for (String arn : servicesTasks(berth)) {
            times.append(TestEngine.docker("inspect", "-f", "{{.Id}} {{.State.StartedAt}}", containerOf(berth, arn)))
                    .append('\n');
        }
        return times.toString();
    }

    /// The page at an address. A published port is open a moment before nginx listens behind it.
    private static String page(String address) {
        return TestBerth.await(
                Duration.ofSeconds(10), address + " to answer", () -> pageOrNothing(address), page -> !page.isEmpty());
    }

    private static String pageOrNothing(String address) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://" + address + "/"))
                                    .timeout(Duration.ofSeconds(10))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
