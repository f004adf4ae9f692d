package berth.control.explain;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.ecs.service.ServiceWorld;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.Task.TaskStatus;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.kernel.Resources;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Health;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    @Test
    void aServiceWithoutRoomNamesTheClosestInstanceAndWhatItLacks() {
        world = new ServiceWorld(Settings.RELAXED, new Resources(300, 4096));
        world.create("sample-task:1", 2, 100, 200);
        world.settle();
        world.start();

        assertThat(service())
                .anyMatch(line -> line.equals("1 task of the PRIMARY deployment is missing."))
                .anyMatch(line ->
                        line.endsWith(" has insufficient CPU units available: 256 units are wanted, 44 are free."));
    }

    @Test
    void theNumbersAreThoseOfDescribeServices() {
        world.create("sample-task:1", 3, 50, 200);
        world.settle();
        world.run(world.tasks().getFirst());
        world.settle();
        var described = world.described();

        assertThat(service().getFirst())
                .isEqualTo("Service web in cluster c is ACTIVE: desiredCount %d, runningCount %d, pendingCount %d."
                        .formatted(described.desiredCount(), described.runningCount(), described.pendingCount()));
        assertThat(described.runningCount()).isEqualTo(1);
        assertThat(service().get(1))
                .isEqualTo("A deployment leaves at least 2 healthy (50 % of 3, rounded up) and has at most 6 tasks"
                        + " (200 %, rounded down).");
    }

    @Test
    void aPacedServiceSaysWhenTheNextStartIs() {
        world.create("sample-task:1", 1, 100, 200);
        for (int i = 0; i < 3; i++) {
            world.settle();
            world.die(world.tasks().getFirst(), StopCode.TASK_FAILED_TO_START);
        }
        world.settle();

        assertThat(service())
                .contains("The next start is at 2026-01-01T12:00:10Z (in 10 s), because 3 tasks in a row never got to"
                        + " RUNNING.")
                .anyMatch(line -> line.contains("stopCode TaskFailedToStart"));
    }

    @Test
    void aTaskThatHasNotSettledSaysWhenItWill() {
        world = new ServiceWorld(Settings.STRICT);
        world.create("sample-task:1", 1, 100, 200);
        world.settle();
        world.start();
        world.pass(Duration.ofSeconds(10));

        assertThat(service())
                .anyMatch(line -> line.contains(
                        "not yet counted as healthy: it will at 2026-01-01T12:00:40Z (in 30 s), 40 s after RUNNING."));
    }

    @Test
    void aSteadyServiceSaysSo() {
        world.create("sample-task:1", 1, 100, 200);
        world.settle();
        world.start();
        world.pass(Duration.ofSeconds(1));
        world.settle();

        assertThat(service()).contains("Everything is as wanted.");
    }

    @Test
    void aStuckDeploymentSaysWhatToChange() {
        world.create("sample-task:1", 2, 100, 125);
        world.settle();
        world.start();
        world.pass(Duration.ofSeconds(1));
        world.settle();
        world.update(r -> r.forceNewDeployment(true));
        world.settle();

        assertThat(service()).anyMatch(line -> line.startsWith("The deployment is stuck"));
    }

    @Test
    void unknownNamesAreAnsweredWithTheClosest() {
        world.create("sample-task:1", 1, 100, 200);
        world.settle();

        assertThat(Explain.service(world.state, world.settings, "c", "wep", world.now))
                .containsExactly("There is no service wep in cluster c.", "The services there (all there are): web.");
        assertThat(Explain.service(world.state, world.settings, "cc", "web", world.now))
                .containsExactly("There is no cluster cc.", "The clusters there (all there are): c.");
        assertThat(Explain.task(world.state, world.settings, "c", "abc", world.now))
                .first()
                .asString()
                .startsWith("There is no task abc in cluster c.");
    }

    @Test
    void anArnBringsItsCluster() {
        world.create("sample-task:1", 1, 100, 200);
        world.settle();
        Task task = world.tasks().getFirst();

        assertThat(Explain.task(
                                world.state,
                                world.settings,
                                null,
                                "arn:aws:ecs:us-east-1:111122223333:task/" + task.name(),
                                world.now)
                        .getFirst())
                .startsWith("Task " + task.id() + " of cluster c");
    }

    @Test
    void aPullErrorAnExitCodeAndAMissingLogGroupComeWithWhatHelps() {
        world.create("sample-task:1", 1, 100, 200);
        world.settle();
        Task task = world.tasks().getFirst();
        logTo("/no/such/group");

        assertThat(explained(task, null, "CannotPullContainerError: pull access denied for nginx"))
                .contains("Container web: CannotPullContainerError: pull access denied for nginx")
                .anyMatch(line -> line.contains("docker pull nginx"))
                .contains("The log group /no/such/group of container web does not exist. Make it: aws logs"
                        + " create-log-group --log-group-name /no/such/group");
        assertThat(explained(task, 137, "OutOfMemoryError: Container killed due to memory usage"))
                .anyMatch(line -> line.startsWith("Container web ended with exit code 137, it was killed (SIGKILL)"))
                .contains("It needed more memory than its limit of 512 MiB; raise memory in the task definition.");
        assertThat(explained(task, 143, null))
                .contains("Container web ended with exit code 143, it was asked to end (SIGTERM).");
    }

    @Test
    void aFailedHealthCheckIsNamed() {
        world.create("checked:1", 1, 100, 200);
        world.settle();
        world.start();
        world.health(world.running().getFirst(), Health.UNHEALTHY);

        assertThat(Explain.task(
                        world.state,
                        world.settings,
                        "c",
                        world.running().getFirst().id(),
                        world.now))
                .contains("Its health check (CMD curl) says UNHEALTHY.", "It printed: curl: (7) Failed to connect");
        assertThat(service())
                .anyMatch(line -> line.endsWith("its container health check failed; it is to be replaced."));
    }

    @Test
    void aTaskThatIsHeldByItsProtectionIsNamedWithTheWayToSetItFree() {
        world.create("sample-task:1", 1, 100, 200);
        world.settle();
        world.start();
        world.pass(Duration.ofSeconds(1));
        world.settle();
        Task task = world.running().getFirst();
        world.protect(task, Duration.ofHours(2));
        world.update(request -> request.desiredCount(0));
        world.settle();

        assertThat(service())
                .anyMatch(line -> line.startsWith("Task " + task.id() + " would be stopped now, but is protected until")
                        && line.endsWith("--tasks " + task.id() + " --no-protection-enabled"));
    }

    @Test
    void closenessIsTheNumberOfLettersToChange() {
        assertThat(Closest.distance("web", "wep")).isEqualTo(1);
        assertThat(Closest.distance("web", "web-service")).isZero();
        assertThat(Closest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Closest.closest("web", List.of("zoo", "wen", "web-1"))).containsExactly("web-1", "wen", "zoo");
    }

    private List<String> service() {
        return Explain.service(world.state, world.settings, "c", "web", world.now);
    }

    private List<String> explained(Task task, @Nullable Integer exitCode, @Nullable String reason) {
        TaskStatus status = task.status();
        List<TaskContainer> containers = status.containers().stream()
                .map(one -> new TaskContainer(
                        one.name(),
                        one.id(),
                        one.essential(),
                        TaskContainer.Status.STOPPED,
                        null,
                        null,
                        exitCode,
                        reason,
                        null,
                        null,
                        Health.UNKNOWN,
                        null,
                        List.of()))
                .toList();
        Task changed = task.with(new TaskStatus(
                status.desired(),
                status.last(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                true,
                containers));
        return Explain.task(
                world.state.with(Change.put(TaskViews.TASKS, changed)), world.settings, "c", task.id(), world.now);
    }

    private void logTo(String group) {
        TaskDefinition before = Objects.requireNonNull(TaskDefinitionViews.byName(world.state, "sample-task:1"));
        ContainerDefinition web = before.containers().getFirst();
        LinkedHashMap<String, String> options = new LinkedHashMap<>();
        options.put("awslogs-group", group);
        ContainerDefinition logging = new ContainerDefinition(
                web.name(),
                web.image(),
                web.cpu(),
                web.memory(),
                web.memoryReservation(),
                web.essential(),
                web.portMappings(),
                web.command(),
                web.entryPoint(),
                web.environment(),
                web.healthCheck(),
                web.stopTimeout(),
                new LogConfiguration("awslogs", options),
                ContainerSettings.NONE);
        world.commit(List.of(Change.put(
                TaskDefinitionViews.TASK_DEFINITIONS,
                new TaskDefinition(
                        before.family(),
                        before.revision(),
                        before.status(),
                        List.of(logging),
                        before.networkMode(),
                        before.cpu(),
                        before.memory(),
                        before.requiresCompatibilities(),
                        before.compatibilities(),
                        before.taskRoleArn(),
                        before.executionRoleArn(),
                        before.registeredAt(),
                        before.registeredBy(),
                        before.deregisteredAt()))));
    }
}
