package berth.control.ecs.task.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import berth.control.dispatch.Calls;
import berth.control.ecs.instance.plan.Interfaces;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.model.Overrides;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.KeyValue;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.NetworkInterface;
import berth.kernel.Resources;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Desired;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.LogRoute;
import berth.kernel.host.PortBinding;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class DesiredPlannerTest {
    private final TaskWorld world = new TaskWorld().host("h1");

    private Desired desired() {
        return new DesiredPlanner(Calls.ACCOUNT).desired(world.state(), "h1");
    }

    private DesiredTask only() {
        assertThat(desired().tasks()).hasSize(1);
        return desired().tasks().getFirst();
    }

    @Test
    void fargateTaskHasItsInterfaceItsSizeAndTheContainersOwnPort() {
        Task task = world.commit(world.launch(world.sample(), LaunchType.FARGATE, 1))
                .tasks()
                .getFirst();
        DesiredTask desired = only();
        assertThat(desired.networkInterface())
                .isEqualTo(Objects.requireNonNull(task.spec().attachment()).networkInterface());
        assertThat(desired.limit()).isEqualTo(new Resources(256, 512));
        assertThat(desired.launchType()).isEqualTo("FARGATE");
        DesiredContainer web = desired.containers().getFirst();
        assertThat(web.ports()).containsExactly(new PortBinding("", 80, 80, "tcp"));
        assertThat(web.stopTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(web.started()).isFalse();
        assertThat(web.log()).isEqualTo(new LogRoute.JsonFile(new LinkedHashMap<>()));
        assertThat(web.arn()).startsWith("arn:aws:ecs:us-east-1:111122223333:container/c/" + task.id() + '/');
    }

    @Test
    void portThatWasLeftOutOrIsZeroIsDynamicOnBridge() {
        ContainerDefinition zero = TaskWorld.web(0);
        ContainerDefinition none = TaskWorld.web(null);
        for (ContainerDefinition container : List.of(zero, none)) {
            TaskWorld one = new TaskWorld().host("h1");
            TaskDefinition definition =
                    one.define(TaskWorld.definition("dynamic", null, null, null, List.of(container)));
            one.commit(one.launch(definition, LaunchType.EC2, 2));
            assertThat(new DesiredPlanner(Calls.ACCOUNT)
                            .desired(one.state(), "h1")
                            .tasks())
                    .hasSize(2)
                    .allSatisfy(task -> assertThat(task.containers().getFirst().ports())
                            .containsExactly(new PortBinding("127.0.0.1", 80, 0, "tcp")));
        }
    }

    @Test
    void overridesReplaceAndVariablesAreMergedByName() {
        ContainerDefinition container = new ContainerDefinition(
                "web",
                "nginx",
                10,
                64,
                null,
                true,
                List.of(),
                List.of("old"),
                List.of("sh"),
                List.of(new KeyValue("A", "1"), new KeyValue("B", "2")),
                null,
                5,
                null,
                ContainerSettings.NONE);
        TaskDefinition definition = world.define(TaskWorld.definition("env", null, null, null, List.of(container)));
        Overrides overrides = new Overrides(List.of(new Overrides.ContainerOverride(
                "web", List.of("new"), List.of(new KeyValue("B", "3"), new KeyValue("C", "4")), 20, 128, 100)));
        world.commit(new Launch(
                TaskWorld.cluster(),
                definition,
                1,
                LaunchType.EC2,
                null,
                "family:env",
                null,
                null,
                overrides,
                null,
                null));
        DesiredContainer web = only().containers().getFirst();
        assertThat(web.command()).containsExactly("new");
        assertThat(web.entryPoint()).containsExactly("sh");
        assertThat(web.environment()).containsExactly(entry("A", "1"), entry("B", "3"), entry("C", "4"));
        assertThat(web.cpu()).isEqualTo(20);
        assertThat(web.memory()).isEqualTo(128);
        assertThat(web.memoryReservation()).isEqualTo(100);
        assertThat(web.stopTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void streamWithoutPrefixIsNamedAfterContainerAndTask() {
        SequencedMap<String, String> options = new LinkedHashMap<>();
        options.put("awslogs-group", "/app");
        options.put("awslogs-create-group", "true");
        TaskDefinition definition = world.define(TaskWorld.definition(
                "logs",
                null,
                null,
                null,
                List.of(TaskWorld.container("web", true, 1, 6, List.of(), new LogConfiguration("awslogs", options)))));
        Task task = world.commit(world.launch(definition, LaunchType.EC2, 1))
                .tasks()
                .getFirst();
        assertThat(only().containers().getFirst().log())
                .isEqualTo(new LogRoute.AwsLogs("/app", "web/" + task.id(), options));
    }

    @Test
    void taskThatIsToStopIsToldUntilItStopped() {
        Task task = world.commit(world.launch(world.sample(), LaunchType.EC2, 1))
                .tasks()
                .getFirst();
        world.calls.commit(TaskStop.stop(world.state(), task, StopCode.USER_INITIATED, "x", TaskWorld.NOW));
        assertThat(only().run()).isFalse();
        Task stopping = TaskLifecycle.stop(task, StopCode.USER_INITIATED, "x", TaskWorld.NOW);
        TaskChanges changes = new TaskChanges(world.state(), TaskWorld.NOW);
        changes.update(stopping, TaskLifecycle.vanished(stopping, TaskWorld.NOW));
        world.calls.commit(changes.list());
        assertThat(desired().tasks()).isEmpty();
    }

    @Test
    void warmInterfacesAreToldWithoutThoseThatATaskHas() {
        world.commit(world.launch(world.fargate(), LaunchType.FARGATE, 1));
        NetworkInterface warm = Objects.requireNonNull(Interfaces.make(
                        world.state(),
                        VpcViews.defaultSubnets(world.state()).getFirst(),
                        "h1",
                        null,
                        world.calls.context().ids(),
                        Calls.ACCOUNT))
                .eni();
        world.put(Change.put(VpcViews.NETWORK_INTERFACES, warm));
        assertThat(desired().warm()).containsExactly(warm.networkInterface());
    }

    @Test
    void messageCarriesTheStatesVersionAndAnUnknownHostRunsNothing() {
        assertThat(desired().version()).isEqualTo(world.state().version());
        assertThat(new DesiredPlanner(Calls.ACCOUNT)
                        .desired(world.state(), "other")
                        .tasks())
                .isEmpty();
    }

    /// Of three tasks one is new, one is told to stop and one is as it was: only that one is not made again.
    @Test
    void whatIsAsItWasIsNotMadeAgain() {
        DesiredPlanner planner = new DesiredPlanner(Calls.ACCOUNT);
        TaskDefinition definition =
                world.define(TaskWorld.definition("some", null, null, null, List.of(TaskWorld.web(0))));
        world.commit(world.launch(definition, LaunchType.EC2, 2));
        var before = planner.planned(world.state(), "h1", null);
        Task stops = before.made().getFirst().task();
        world.put(Change.put(TaskViews.TASKS, TaskLifecycle.stop(stops, StopCode.USER_INITIATED, "enough", Calls.NOW)));
        world.commit(world.launch(definition, LaunchType.EC2, 1));

        var after = planner.planned(world.state(), "h1", before);

        assertThat(after.desired()).isEqualTo(planner.desired(world.state(), "h1"));
        assertThat(after.desired().tasks()).hasSize(3);
        assertThat(after.made())
                .filteredOn(made -> before.made().stream().anyMatch(known -> known == made))
                .extracting(DesiredPlanner.Made::task)
                .containsExactly(before.made().getLast().task());
    }

    @Test
    void anotherHostRowMakesAllAgain() {
        DesiredPlanner planner = new DesiredPlanner(Calls.ACCOUNT);
        world.commit(world.launch(
                world.define(TaskWorld.definition("some", null, null, null, List.of(TaskWorld.web(0)))),
                LaunchType.EC2,
                1));
        var before = planner.planned(world.state(), "h1", null);
        world.host(TaskWorld.host("h1", new Resources(1024, 1024), true));

        var after = planner.planned(world.state(), "h1", before);

        assertThat(after.desired()).isEqualTo(planner.desired(world.state(), "h1"));
        assertThat(after.made().getFirst()).isNotSameAs(before.made().getFirst());
    }
}
