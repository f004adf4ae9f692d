package berth.control.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.control.Settings;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.service.api.CreateService;
import berth.control.ecs.service.api.DeleteService;
import berth.control.ecs.service.api.DescribeServices;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.store.Change;
import berth.kernel.FaultException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.PlacementConstraintType;

/// A DAEMON service with the real reconciler: two hosts, h1 and h2.
class DaemonServiceTest {
    private final ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    @BeforeEach
    void second() {
        world.instanceIn("us-east-1a");
    }

    @Test
    void eachInstanceGetsOneAndTheCountSaysHowManyThereAre() {
        daemon(s -> {});
        settle();

        assertThat(hosts()).containsExactlyInAnyOrder("h1", "h2");
        var shown = describe();
        assertThat(shown.desiredCount()).isEqualTo(2);
        assertThat(shown.runningCount()).isEqualTo(2);
        assertThat(shown.schedulingStrategyAsString()).isEqualTo("DAEMON");
        assertThat(shown.deploymentConfiguration().minimumHealthyPercent()).isZero();
        assertThat(shown.deploymentConfiguration().maximumPercent()).isEqualTo(100);
        assertThat(shown.deployments().getFirst().rolloutStateAsString()).isEqualTo("COMPLETED");
        assertThat(shown.deployments().getFirst().desiredCount()).isEqualTo(2);
    }

    @Test
    void aNewRevisionStopsTheOldOneBeforeItStarts() {
        daemon(s -> {});
        settle();

        world.update(u -> u.taskDefinition("sample-task:2"));
        world.settle();

        assertThat(world.tasks()).allMatch(task -> task.status().desired() == DesiredStatus.STOPPED);
        settle();
        assertThat(world.running())
                .hasSize(2)
                .allMatch(task -> task.spec().taskDefinition().equals("sample-task:2"));
        assertThat(hosts()).containsExactlyInAnyOrder("h1", "h2");
    }

    @Test
    void constraintsNarrowItDown() {
        daemon(s -> s.placementConstraints(
                c -> c.type(PlacementConstraintType.MEMBER_OF).expression("ec2InstanceId == " + instanceId("h2"))));
        settle();

        assertThat(hosts()).containsExactly("h2");
        assertThat(describe().desiredCount()).isEqualTo(1);
    }

    @Test
    void aDrainingInstanceLosesItsDaemonAndGetsNoOther() {
        daemon(s -> {});
        settle();

        ContainerInstance h2 = instance("h2");
        world.commit(
                List.of(Change.put(InstanceViews.CONTAINER_INSTANCES, h2.with(ContainerInstance.Status.DRAINING))));
        settle();

        assertThat(hosts()).containsExactly("h1");
        assertThat(describe().desiredCount()).isEqualTo(1);
        world.commit(List.of(
                Change.put(InstanceViews.CONTAINER_INSTANCES, instance("h2").with(ContainerInstance.Status.ACTIVE))));
        settle();
        assertThat(hosts()).containsExactlyInAnyOrder("h1", "h2");
    }

    @Test
    void oneThatDiesIsReplacedOnItsOwnInstance() {
        daemon(s -> {});
        settle();
        Task one = world.running().getFirst();
        world.die(one, Task.StopCode.ESSENTIAL_CONTAINER_EXITED);
        settle();

        assertThat(hosts()).containsExactlyInAnyOrder("h1", "h2");
    }

    @Test
    void theSameCallAgainIsTheSameService() {
        daemon(s -> {});
        settle();

        daemon(s -> {});

        assertThat(world.running()).hasSize(2);
    }

    @Test
    void itIsDeletedWithoutForce() {
        daemon(s -> {});
        settle();

        world.call(
                new DeleteService(),
                DeleteServiceRequest.builder().cluster("c").service("web").build());

        assertThat(describe().status()).isEqualTo("DRAINING");
    }

    @Test
    void whatADaemonCannotBeIsRefusedInEcssWords() {
        refused(
                s -> s.desiredCount(2),
                "The daemon scheduling strategy does not support a desired count for services. Remove the desired count"
                        + " value and try again");
        refused(
                s -> s.placementStrategy(p -> p.type("spread").field("host")),
                "The daemon scheduling strategy does not support placement strategies. Remove the placement strategy"
                        + " and try again");
        refused(
                s -> s.deploymentConfiguration(d -> d.maximumPercent(200)),
                "The daemon scheduling strategy does not support values above 100 for maximumPercent on a deployment"
                        + " configuration. Change the maximumPercent value to 100, and try again");
        refused(
                s -> s.launchType("FARGATE"),
                "The daemon scheduling strategy is not supported for tasks that use the Fargate launch type. Use launch"
                        + " type EC2 and try again");
        refused(
                s -> s.deploymentController(c -> c.type("EXTERNAL")),
                "Services with the DAEMON scheduling strategy are not supported with the EXTERNAL deployment"
                        + " controller.");
    }

    @Test
    void anUpdateCannotGiveItACount() {
        daemon(s -> {});

        assertThatThrownBy(() -> world.update(u -> u.desiredCount(3)))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("does not support a desired count");
    }

    private void refused(Consumer<CreateServiceRequest.Builder> with, String message) {
        assertThatThrownBy(() -> daemon(with))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining(message);
    }

    private void daemon(Consumer<CreateServiceRequest.Builder> with) {
        world.call(
                new CreateService(world.settings),
                CreateServiceRequest.builder()
                        .cluster("c")
                        .serviceName("web")
                        .taskDefinition("sample-task:1")
                        .schedulingStrategy("DAEMON")
                        .applyMutation(with)
                        .build());
    }

    /// Until nothing changes any more, with hosts that do at once what they are told.
    private void settle() {
        for (int i = 0; i < 5; i++) {
            world.settle();
            world.start();
            world.stop();
            world.pass(Duration.ofSeconds(20));
        }
        world.settle();
    }

    private List<String> hosts() {
        return world.tasks().stream()
                .filter(task -> task.status().last() == LastStatus.RUNNING)
                .map(task -> task.spec().hostId())
                .toList();
    }

    private String instanceId(String host) {
        return java.util.Objects.requireNonNull(world.state.find(InstanceViews.HOSTS, host))
                .ec2InstanceId();
    }

    private ContainerInstance instance(String host) {
        return world.state
                .by(InstanceViews.CONTAINER_INSTANCES, InstanceViews.BY_HOST, host)
                .getFirst();
    }

    private software.amazon.awssdk.services.ecs.model.Service describe() {
        return new DescribeServices()
                .handle(
                        DescribeServicesRequest.builder()
                                .cluster("c")
                                .services("web")
                                .build(),
                        world.state,
                        world.context())
                .services()
                .getFirst();
    }
}
