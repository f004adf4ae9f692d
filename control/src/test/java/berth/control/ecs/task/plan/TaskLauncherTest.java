package berth.control.ecs.task.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.control.Settings;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.plan.Interfaces;
import berth.control.ecs.instance.plan.Refusal;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.HostPort;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.store.Change;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.Network;
import berth.control.vpc.model.NetworkInterface;
import berth.control.vpc.model.Subnet;
import berth.kernel.Resources;
import berth.kernel.host.NetworkMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

final class TaskLauncherTest {
    private final TaskWorld world = new TaskWorld().host("h1");

    @Test
    void mainJobRunsOnEc2AsBridgeWithItsHostPort() {
        Launched launched = world.commit(world.launch(world.sample(), LaunchType.EC2, 1));
        Task task = launched.tasks().getFirst();
        assertThat(task.spec().networkMode()).isEqualTo(NetworkMode.BRIDGE);
        assertThat(task.spec().hostPorts()).containsExactly(new HostPort(80, "tcp"));
        assertThat(task.spec().limit()).isNull();
        assertThat(launched.help()).isEmpty();
        assertThat(InstanceViews.allocation(world.state(), "h1").taken()).isEqualTo(new Resources(256, 512));
        assertThat(world.state().count(InstanceViews.BY_CLUSTER, "c")).isEqualTo(1);
    }

    @Test
    void secondTaskWithTheSameHostPortIsRefusedAndTheFirstStays() {
        Launched launched = world.commit(world.launch(world.sample(), LaunchType.EC2, 2));
        assertThat(launched.tasks()).hasSize(1);
        assertThat(launched.refusals()).singleElement().isInstanceOf(Refusal.PortTaken.class);
    }

    @Test
    void relaxedModeRunsTheMainJobOnFargateAndSaysWhatItAssumed() {
        Launched launched = world.commit(world.launch(world.sample(), LaunchType.FARGATE, 2));
        assertThat(launched.tasks()).hasSize(2).allSatisfy(task -> {
            assertThat(task.spec().networkMode()).isEqualTo(NetworkMode.AWSVPC);
            assertThat(task.spec().limit()).isEqualTo(new Resources(256, 512));
            assertThat(task.spec().hostPorts()).isEmpty();
            assertThat(task.spec().platformVersion()).isEqualTo("1.4.0");
            assertThat(task.spec().help()).isEqualTo(launched.help());
        });
        assertThat(launched.help())
                .hasSize(3)
                .anySatisfy(help -> assertThat(help).contains("\"networkMode\": \"awsvpc\""))
                .anySatisfy(help -> assertThat(help).contains("\"cpu\": \"256\" and \"memory\": \"512\""))
                .anySatisfy(help -> assertThat(help).contains("awsvpcConfiguration={subnets=["));
        assertThat(launched.tasks())
                .extracting(task -> task.spec().zone())
                .as("spread over zones")
                .doesNotHaveDuplicates();
    }

    @Test
    void strictModeRefusesTheMainJobOnFargateAsEcsDoes() {
        assertThatThrownBy(() -> world.commit(world.launch(world.sample(), LaunchType.FARGATE, 1), Settings.STRICT))
                .hasMessage("InvalidParameterException: Task definition does not support launch_type FARGATE.");
    }

    @Test
    void whatTheUserWroteIsNotHelpedAway() {
        TaskDefinition bridge =
                world.define(TaskWorld.definition("b", NetworkMode.BRIDGE, null, null, List.of(TaskWorld.web(80))));
        assertThatThrownBy(() -> world.commit(world.launch(bridge, LaunchType.FARGATE, 1)))
                .hasMessageContaining("Task definition does not support launch_type FARGATE.");
    }

    @Test
    void networkConfigurationMustFitTheMode() {
        Network network = new Network(List.of("subnet-1"), List.of(), false);
        assertThatThrownBy(() -> world.commit(world.launch(world.sample(), LaunchType.EC2, 1, network)))
                .hasMessageContaining(
                        "Network Configuration is not valid for the given networkMode of this task definition.");
        assertThatThrownBy(() -> world.commit(world.launch(world.fargate(), LaunchType.FARGATE, 1), Settings.STRICT))
                .hasMessageContaining("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        assertThatThrownBy(() -> world.commit(world.launch(world.fargate(), LaunchType.FARGATE, 1, network)))
                .hasMessageContaining("InvalidSubnetID.NotFound");
        Network empty = new Network(List.of(), List.of(), false);
        assertThatThrownBy(() -> world.commit(world.launch(world.fargate(), LaunchType.FARGATE, 1, empty)))
                .hasMessageContaining("subnets can not be empty.");
        Network group = new Network(List.of(subnet(0).id()), List.of("sg-x"), false);
        assertThatThrownBy(() -> world.commit(world.launch(world.fargate(), LaunchType.FARGATE, 1, group)))
                .hasMessageContaining("The security group 'sg-x' does not exist (ErrorCode: InvalidGroup.NotFound)");
    }

    @Test
    void warmInterfaceOfTheHostIsTakenBeforeANewOneIsMade() {
        NetworkInterface warm = Objects.requireNonNull(Interfaces.make(
                        world.state(),
                        subnet(2),
                        "h1",
                        null,
                        world.calls.context().ids(),
                        world.calls.context().account()))
                .eni();
        world.put(Change.put(VpcViews.NETWORK_INTERFACES, warm));
        Task task = world.commit(world.launch(world.fargate(), LaunchType.FARGATE, 1))
                .tasks()
                .getFirst();
        assertThat(Objects.requireNonNull(task.spec().attachment()).networkInterface())
                .isEqualTo(warm.networkInterface());
        assertThat(world.state().count(VpcViews.WARM_BY_HOST, "h1")).isZero();
        assertThat(Objects.requireNonNull(world.state().find(VpcViews.NETWORK_INTERFACES, warm.id()))
                        .task())
                .isEqualTo(task.name());
    }

    @Test
    void fullFargatePoolIsToldInEcsWordsWithTheClosestHost() {
        Launched launched = world.commit(world.launch(world.fargate(), LaunchType.FARGATE, 9));
        assertThat(launched.tasks()).hasSize(8);
        assertThat(launched.refusals()).containsExactly(new Refusal.NoCapacity(new Refusal.NotEnoughCpu(null, 256, 0)));
        assertThat(launched.refusals().getFirst().reason())
                .isEqualTo("Capacity is unavailable at this time. Please try again later or in a different"
                        + " availability zone");
    }

    @Test
    void noHostMeansNoInstances() {
        TaskWorld empty = new TaskWorld();
        assertThat(empty.commit(empty.launch(empty.sample(), LaunchType.EC2, 1)).refusals())
                .containsExactly(new Refusal.NoInstances());
    }

    @Test
    void countOfZeroOnlyChecks() {
        Launched launched = world.commit(world.launch(world.sample(), LaunchType.FARGATE, 0));
        assertThat(launched.changes()).isEmpty();
        assertThat(launched.help()).hasSize(3);
    }

    @Test
    void logStreamIsMadeInTheSameCommitAsTheTask() {
        world.put(Change.put(LogViews.GROUPS, new LogGroup("/app", TaskWorld.NOW)));
        Task task = world.commit(world.launch(logging("false"), LaunchType.EC2, 1))
                .tasks()
                .getFirst();
        assertThat(world.state().all(LogViews.STREAMS))
                .extracting(LogStream::name)
                .containsExactly("/app:pre/web/" + task.id());
    }

    @Test
    void missingLogGroupIsMadeIfTheDefinitionAsksForIt() {
        world.commit(world.launch(logging("true"), LaunchType.EC2, 1));
        assertThat(world.state().find(LogViews.GROUPS, "/app")).isNotNull();
    }

    @Test
    void missingLogGroupStopsTheTaskBeforeItReachesItsHost() {
        Task ec2 = world.commit(world.launch(logging("false"), LaunchType.EC2, 1))
                .tasks()
                .getFirst();
        assertThat(ec2.stopped()).isTrue();
        assertThat(ec2.status().stopCode()).isEqualTo(StopCode.TASK_FAILED_TO_START);
        assertThat(ec2.status().stoppedReason()).isEqualTo("Task failed to start");
        assertThat(ec2.status().containers().getFirst().reason())
                .isEqualTo("CannotStartContainerError: Error response from daemon: failed to initialize logging driver:"
                        + " failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group"
                        + " does not exist.");
        Task fargate = world.commit(world.launch(logging("false"), LaunchType.FARGATE, 1))
                .tasks()
                .getFirst();
        assertThat(fargate.status().stoppedReason())
                .startsWith("ResourceInitializationError: failed to validate logger args: create stream has been"
                        + " retried 1 times:");
        assertThat(InstanceViews.allocation(world.state(), "h1").tasks()).isZero();
        assertThat(world.state().count(VpcViews.NETWORK_INTERFACES)).isZero();
        assertThat(LiveTasks.on(world.state(), "h1")).isEmpty();
    }

    private TaskDefinition logging(String create) {
        SequencedMap<String, String> options = new LinkedHashMap<>();
        options.put("awslogs-group", "/app");
        options.put("awslogs-region", "us-east-1");
        options.put("awslogs-stream-prefix", "pre");
        options.put("awslogs-create-group", create);
        return world.define(TaskWorld.definition(
                "logging",
                null,
                null,
                null,
                List.of(TaskWorld.container(
                        "web", true, 64, 64, List.of(), new LogConfiguration("awslogs", options)))));
    }

    private Subnet subnet(int index) {
        return VpcViews.defaultSubnets(world.state()).get(index);
    }
}
