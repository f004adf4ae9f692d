package berth.control.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.control.Settings;
import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.service.api.CreateService;
import berth.control.ecs.service.api.DescribeServices;
import berth.control.ecs.task.api.RunTask;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.store.Change;
import berth.kernel.FaultException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Service;

class CapacityProviderServiceTest {
    private static final List<CapacityProviderStrategyItem> SPOT_THREE_TO_ONE =
            List.of(item("FARGATE", 1, 1), item("FARGATE_SPOT", 0, 3));

    private final ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    CapacityProviderServiceTest() {
        cluster(List.of("FARGATE", "FARGATE_SPOT", "blue"), List.of());
        world.commit(List.of(Change.put(
                CapacityProviderViews.MADE,
                new CapacityProvider("blue", CapacityProvider.Status.ACTIVE, "group/blue", ServiceWorld.T0, false))));
    }

    @Test
    void tasksAreSharedOutByBaseAndWeightAndScaleInKeepsTheShares() {
        create(r -> r.capacityProviderStrategy(SPOT_THREE_TO_ONE).desiredCount(9));
        steady();

        assertThat(providers()).isEqualTo(Map.of("FARGATE", 3, "FARGATE_SPOT", 6));
        assertThat(world.tasks()).extracting(task -> task.spec().launchType()).containsOnly(LaunchType.FARGATE);

        world.update(r -> r.desiredCount(5));
        steady();
        assertThat(providers()).isEqualTo(Map.of("FARGATE", 2, "FARGATE_SPOT", 3));

        world.update(r -> r.desiredCount(1));
        steady();
        assertThat(providers()).isEqualTo(Map.of("FARGATE", 1));
    }

    @Test
    void aLostTaskIsReplacedByOneOfItsProvider() {
        create(r -> r.capacityProviderStrategy(SPOT_THREE_TO_ONE).desiredCount(4));
        steady();
        Task spot = world.running().stream()
                .filter(task -> "FARGATE_SPOT".equals(task.spec().capacityProvider()))
                .findFirst()
                .orElseThrow();

        world.die(spot, Task.StopCode.ESSENTIAL_CONTAINER_EXITED);
        steady();

        assertThat(providers()).isEqualTo(Map.of("FARGATE", 2, "FARGATE_SPOT", 2));
    }

    @Test
    void aServiceShowsItsStrategyInPlaceOfALaunchType() {
        create(r -> r.capacityProviderStrategy(SPOT_THREE_TO_ONE));
        Service service = described();

        assertThat(service.launchTypeAsString()).isNull();
        assertThat(service.capacityProviderStrategy()).isEqualTo(SPOT_THREE_TO_ONE);
        assertThat(service.platformVersion()).isEqualTo("LATEST");
        assertThat(service.deployments().getFirst().capacityProviderStrategy()).isEqualTo(SPOT_THREE_TO_ONE);
    }

    @Test
    void theDefaultStrategyHoldsForWhoSaysNeitherLaunchTypeNorStrategy() {
        cluster(
                List.of("FARGATE", "FARGATE_SPOT"),
                List.of(new berth.control.ecs.cluster.model.CapacityProviderStrategyItem("FARGATE_SPOT", 0, 1)));
        create(r -> {});
        steady();
        assertThat(providers()).isEqualTo(Map.of("FARGATE_SPOT", 2));

        assertThat(run(r -> {}).tasks().getFirst().capacityProviderName()).isEqualTo("FARGATE_SPOT");
        RunTaskResponse onFargate = run(r -> r.launchType("FARGATE"));
        assertThat(onFargate.tasks().getFirst().capacityProviderName()).isNull();
    }

    @Test
    void anotherStrategyHasToForceADeploymentAndAnEmptyOneGoesBackToTheLaunchType() {
        create(r -> r.launchType("EC2"));
        steady();

        assertThatThrownBy(() -> world.update(r -> r.capacityProviderStrategy(SPOT_THREE_TO_ONE)))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("When switching from launch type to capacity provider strategy on an existing"
                        + " service, or making a change to a capacity provider strategy on a service that is already"
                        + " using one, you must force a new deployment.");

        world.update(r -> r.capacityProviderStrategy(SPOT_THREE_TO_ONE).forceNewDeployment(true));
        rollOut();
        assertThat(providers()).isEqualTo(Map.of("FARGATE", 1, "FARGATE_SPOT", 1));

        world.update(r -> r.capacityProviderStrategy(SPOT_THREE_TO_ONE).desiredCount(3));
        world.update(r -> r.capacityProviderStrategy(List.of()).forceNewDeployment(true));
        rollOut();
        assertThat(described().launchTypeAsString()).isEqualTo("EC2");
        assertThat(world.running()).hasSize(3).allSatisfy(task -> {
            assertThat(task.spec().launchType()).isEqualTo(LaunchType.EC2);
            assertThat(task.spec().capacityProvider()).isNull();
        });
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        refused(
                r -> r.launchType("FARGATE").capacityProviderStrategy(SPOT_THREE_TO_ONE),
                "Specifying both a launch type and capacity provider strategy is not supported. Remove one and try"
                        + " again.");
        refused(
                r -> r.capacityProviderStrategy(item("FARGATE", 2, 0)),
                "There are no capacity providers with a weight value greater than zero defined in the capacity"
                        + " provider strategy.");
        refused(
                r -> r.capacityProviderStrategy(item("red", 0, 1)),
                "The specified capacity provider strategy cannot contain a capacity provider that is not associated"
                        + " with the cluster.");
        refused(
                r -> r.capacityProviderStrategy(item("FARGATE", 0, 1)).placementStrategy(p -> p.type("random")),
                "Placement strategies are not supported with FARGATE launch type.");
        cluster(
                List.of("FARGATE"),
                List.of(new berth.control.ecs.cluster.model.CapacityProviderStrategyItem("FARGATE", 0, 0)));
        refused(
                r -> {},
                "There are no capacity providers with a weight value greater than zero defined in the default capacity"
                        + " provider strategy.");
    }

    @Test
    void aGroupsTasksGoToTheInstancesThatSayTheyAreTheGroups() {
        create(r -> r.capacityProviderStrategy(item("blue", 0, 1)).desiredCount(1));
        world.look();
        assertThat(world.tasks()).isEmpty();

        var instance =
                world.state.all(InstanceViews.CONTAINER_INSTANCES).iterator().next();
        world.commit(List.of(Change.put(
                InstanceViews.CONTAINER_INSTANCES,
                instance.with(new TreeMap<>(Map.of(CapacityProvider.GROUP_ATTRIBUTE, "blue"))))));
        steady();

        assertThat(world.running()).singleElement().satisfies(task -> {
            assertThat(task.spec().launchType()).isEqualTo(LaunchType.EC2);
            assertThat(task.spec().capacityProvider()).isEqualTo("blue");
        });
    }

    @Test
    void runTaskSharesItsTasksOut() {
        RunTaskResponse answer =
                run(r -> r.capacityProviderStrategy(SPOT_THREE_TO_ONE).count(5));

        assertThat(answer.tasks())
                .extracting(software.amazon.awssdk.services.ecs.model.Task::capacityProviderName)
                .containsExactly("FARGATE", "FARGATE", "FARGATE_SPOT", "FARGATE_SPOT", "FARGATE_SPOT");
        assertThat(answer.tasks()).extracting(task -> task.launchTypeAsString()).containsOnly("FARGATE");
    }

    private void cluster(
            List<String> providers, List<berth.control.ecs.cluster.model.CapacityProviderStrategyItem> strategy) {
        world.commit(List.of(Change.put(
                ClusterViews.CLUSTERS, new Cluster("c", Cluster.Status.ACTIVE, ServiceWorld.T0, providers, strategy))));
    }

    private void create(Consumer<CreateServiceRequest.Builder> with) {
        world.call(
                new CreateService(world.settings),
                CreateServiceRequest.builder()
                        .cluster("c")
                        .serviceName("web")
                        .taskDefinition("sample-task:1")
                        .desiredCount(2)
                        .applyMutation(with)
                        .build());
    }

    private void refused(Consumer<CreateServiceRequest.Builder> with, String message) {
        assertThatThrownBy(() -> create(with))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining(message);
    }

    private RunTaskResponse run(Consumer<RunTaskRequest.Builder> with) {
        return world.call(
                new RunTask(world.settings),
                RunTaskRequest.builder()
                        .cluster("c")
                        .taskDefinition("sample-task:1")
                        .applyMutation(with)
                        .build());
    }

    private Service described() {
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

    /// Starts what is to start and stops what is to stop.
    private void steady() {
        for (int i = 0; i < 4; i++) {
            world.look();
            world.start();
            world.stop();
            world.pass(Duration.ofMinutes(1));
        }
        world.settle();
    }

    private void rollOut() {
        steady();
        steady();
    }

    private SortedMap<String, Integer> providers() {
        SortedMap<String, Integer> counts = new TreeMap<>();
        world.running().forEach(task -> counts.merge(String.valueOf(task.spec().capacityProvider()), 1, Integer::sum));
        return counts;
    }

    private static CapacityProviderStrategyItem item(String provider, int base, int weight) {
        return CapacityProviderStrategyItem.builder()
                .capacityProvider(provider)
                .base(base)
                .weight(weight)
                .build();
    }
}
