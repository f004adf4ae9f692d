package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Health checks of real containers: what they change of a task, and what a service makes of it.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerHealthDockerTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    /// Healthy until somebody makes the file `/sick` in it. The second container's check counts for nothing.
    private static final String CHECKED = """
            {"family":"checked","networkMode":"none","containerDefinitions":[
              {"name":"main","image":"busybox","memory":16,"stopTimeout":2,
               "command":["sh","-c","trap exit TERM; sleep 100000 & wait"],
               "healthCheck":{"command":["CMD-SHELL","test ! -e /sick"],"interval":5,"timeout":2,"retries":1}},
              {"name":"side","image":"busybox","memory":16,"essential":false,"stopTimeout":2,
               "command":["sh","-c","trap exit TERM; sleep 100000 & wait"],
               "healthCheck":{"command":["CMD","false"],"interval":5,"timeout":2,"retries":1}}]}
            """;

    private final TestBerth berth = TestBerth.start();

    @BeforeAll
    void prepare() {
        TestEngine.requireImages();
        berth.call("RegisterTaskDefinition", CHECKED);
    }

    @AfterAll
    void close() {
        berth.close();
    }

    @Test
    void aTaskOnItsOwnShowsItsHealthAndIsNeverStoppedForIt() {
        String arn = berth.call("RunTask", "{'taskDefinition':'checked'}")
                .at("/tasks/0/taskArn")
                .asText();
        await("the task to be healthy", arn, "HEALTHY");
        JsonNode healthy = TestBerth.await(
                SOON,
                "the other container to be unhealthy",
                () -> task(arn),
                now -> container(now, "side").path("healthStatus").asText().equals("UNHEALTHY"));
        assertThat(healthy.path("healthStatus").asText()).isEqualTo("HEALTHY");

        sicken(task(arn));
        JsonNode sick = await("the task to be unhealthy", arn, "UNHEALTHY");
        assertThat(container(sick, "main").path("healthStatus").asText()).isEqualTo("UNHEALTHY");
        String main = container(sick, "main").path("runtimeId").asText();
        TestBerth.await(
                SOON,
                "three failed checks",
                () -> TestEngine.docker("inspect", "-f", "{{.State.Health.FailingStreak}}", main),
                streak -> Integer.parseInt(streak) >= 3);
        assertThat(task(arn).path("desiredStatus").asText()).isEqualTo("RUNNING");

        TestEngine.docker("exec", main, "rm", "/sick");
        await("the task to be healthy again", arn, "HEALTHY");
    }

    @Test
    void anUnhealthyTaskOfAServiceIsReplacedBeforeItIsStopped() {
        service("roomy", 1, 100, 200);
        JsonNode first = steady("roomy", 1).getFirst();
        sicken(first);

        JsonNode stopped = stopped(first);
        assertThat(stopped.path("stoppedReason").asText()).isEqualTo("Task failed container health checks");
        assertThat(stopped.path("stopCode").asText()).isEqualTo("ServiceSchedulerInitiated");
        JsonNode second = steady("roomy", 1).getFirst();
        assertThat(second.path("healthStatus").asText()).isEqualTo("HEALTHY");
        assertThat(second.path("startedAt").asDouble())
                .isLessThan(stopped.path("stoppingAt").asDouble());
    }

    @Test
    void withoutRoomUnhealthyTasksAreStoppedOneAtATime() {
        service("tight", 2, 50, 100);
        List<JsonNode> both = steady("tight", 2);
        both.forEach(ContainerHealthDockerTest::sicken);

        List<JsonNode> stopped = both.stream()
                .map(this::stopped)
                .sorted((one, other) -> Double.compare(
                        one.path("stoppingAt").asDouble(),
                        other.path("stoppingAt").asDouble()))
                .toList();
        List<JsonNode> fresh = steady("tight", 2).stream()
                .sorted((one, other) -> Double.compare(
                        one.path("createdAt").asDouble(),
                        other.path("createdAt").asDouble()))
                .toList();
        double firstGone = stopped.getFirst().path("stoppedAt").asDouble();
        double firstRuns = fresh.getFirst().path("startedAt").asDouble();
        assertThat(fresh.getFirst().path("createdAt").asDouble()).isGreaterThanOrEqualTo(firstGone);
        assertThat(stopped.getLast().path("stoppingAt").asDouble()).isGreaterThan(firstRuns);
    }

    private void service(String name, int count, int minimum, int maximum) {
        berth.call(
                "CreateService",
                "{'serviceName':'%s','taskDefinition':'checked','desiredCount':%d,'deploymentConfiguration':{'minimumHealthyPercent':%d,'maximumPercent':%d}}"
                        .formatted(name, count, minimum, maximum));
    }

    /// Its tasks, once there are so many, all healthy and nothing else left.
    private List<JsonNode> steady(String service, int count) {
        return TestBerth.await(
                SOON,
                "service " + service + " to be steady",
                () -> tasks(service),
                tasks -> tasks.size() == count
                        && tasks.stream()
                                .allMatch(task -> task.path("healthStatus")
                                                .asText()
                                                .equals("HEALTHY")
                                        && task.path("lastStatus").asText().equals("RUNNING")));
    }

    private List<JsonNode> tasks(String service) {
        List<JsonNode> tasks = new ArrayList<>();
        berth.call("ListTasks", "{'serviceName':'" + service + "'}")
                .path("taskArns")
                .forEach(arn -> tasks.add(task(arn.asText())));
        return tasks;
    }

    private JsonNode stopped(JsonNode task) {
        String arn = task.path("taskArn").asText();
        return TestBerth.await(
                SOON,
                "the task to stop",
                () -> task(arn),
                now -> now.path("lastStatus").asText().equals("STOPPED"));
    }

    private JsonNode await(String what, String arn, String health) {
        return TestBerth.await(
                SOON,
                what,
                () -> task(arn),
                task -> task.path("healthStatus").asText().equals(health));
    }

    private JsonNode task(String arn) {
        return berth.call("DescribeTasks", "{'tasks':['" + arn + "']}").at("/tasks/0");
    }

    private static JsonNode container(JsonNode task, String name) {
        return Stream.iterate(0, i -> i + 1)
                .limit(task.path("containers").size())
                .map(task.path("containers")::get)
                .filter(container -> container.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void sicken(JsonNode task) {
        TestEngine.docker("exec", container(task, "main").path("runtimeId").asText(), "touch", "/sick");
    }
}
