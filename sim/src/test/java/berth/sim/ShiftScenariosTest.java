package berth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.elb.model.Action.Forward;
import berth.control.elb.model.Action.WeightedGroup;
import berth.control.store.State;
import berth.kernel.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// Blue/green, linear and canary deployments, with everything of ours killed at 20 moments spread over all of it:
/// over the deployment, over a hook, over the way back. Each goes on where it was and comes to the same end. Bounds and
/// traffic are looked at after every commit.
@Execution(ExecutionMode.CONCURRENT)
class ShiftScenariosTest {
    private static final World.Setup ONE_HOST = new World.Setup(1, new Resources(4096, 8192), false, null);
    private static final String FAILED = "{\"hookStatus\":\"FAILED\"}";
    private static final int MOMENTS = 20;
    private static final Duration LONG = Duration.ofMinutes(10);

    @ParameterizedTest
    @EnumSource(
            value = DeploymentStrategy.class,
            mode = Mode.INCLUDE,
            names = {"BLUE_GREEN", "LINEAR", "CANARY"})
    void aDeploymentGoesOnWhateverDiesMeanwhile(DeploymentStrategy strategy) {
        atEachMoment(strategy, List.of(), null, Status.SUCCESSFUL);
    }

    @ParameterizedTest
    @EnumSource(
            value = DeploymentStrategy.class,
            mode = Mode.INCLUDE,
            names = {"BLUE_GREEN", "LINEAR", "CANARY"})
    void hooksAreAskedAgainWhateverDiesMeanwhile(DeploymentStrategy strategy) {
        atEachMoment(
                strategy,
                List.of(
                        BalancedWorkload.function("POST_SCALE_UP", "POST_TEST_TRAFFIC_SHIFT"),
                        BalancedWorkload.pause("PRE_PRODUCTION_TRAFFIC_SHIFT", true)),
                null,
                Status.SUCCESSFUL);
    }

    @ParameterizedTest
    @EnumSource(
            value = DeploymentStrategy.class,
            mode = Mode.INCLUDE,
            names = {"BLUE_GREEN", "LINEAR", "CANARY"})
    void aRollbackGoesOnWhateverDiesMeanwhile(DeploymentStrategy strategy) {
        atEachMoment(
                strategy,
                List.of(BalancedWorkload.function("POST_PRODUCTION_TRAFFIC_SHIFT")),
                FAILED,
                Status.ROLLBACK_SUCCESSFUL);
    }

    private static void atEachMoment(
            DeploymentStrategy strategy,
            List<DeploymentLifecycleHook> hooks,
            @org.jspecify.annotations.Nullable String answer,
            Status end) {
        DeploymentConfiguration configuration = BalancedWorkload.strategy(strategy, hooks);
        long steps = script(configuration, answer, end, Long.MAX_VALUE);
        assertThat(steps).isGreaterThan(10L * MOMENTS);
        for (int moment = 0; moment < MOMENTS; moment++) {
            script(configuration, answer, end, 1 + steps * moment / MOMENTS);
        }
    }

    /// Returns how many steps the deployment took.
    private static long script(
            DeploymentConfiguration configuration,
            @org.jspecify.annotations.Nullable String answer,
            Status end,
            long killedAt) {
        World world = steady(answer);
        String before = service(world).status().primary().revision();
        update(world, configuration);
        String deployment = Objects.requireNonNull(service(world).status().serviceDeployment());
        long from = world.timeline().steps();
        boolean[] killed = {false};
        world.runUntil("the deployment is " + end, LONG, () -> {
            if (!killed[0] && world.timeline().steps() - from >= killedAt) {
                killed[0] = true;
                world.killAll();
                world.start();
            }
            return deployment(world, deployment).status().terminal();
        });
        long steps = world.timeline().steps() - from;
        world.runUntil("nothing else is left", LONG, () -> served(world));
        assertThat(deployment(world, deployment).status()).isEqualTo(end);
        String now = service(world).status().primary().revision();
        assertThat(now.equals(before)).isEqualTo(end == Status.ROLLBACK_SUCCESSFUL);
        return steps;
    }

    private static World steady(@org.jspecify.annotations.Nullable String answer) {
        World world = new World(42, ONE_HOST);
        if (answer != null) {
            world.hooksAnswer(answer);
        }
        world.chaos().calm(true);
        world.start();
        world.run(Duration.ofSeconds(5));
        Workload workload = new Workload(world);
        workload.prepare();
        workload.balance();
        world.runUntil("the service is steady", Duration.ofMinutes(2), () -> served(world));
        return world;
    }

    private static void update(World world, DeploymentConfiguration configuration) {
        boolean[] answered = {false};
        world.call(
                "UpdateService",
                UpdateServiceRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .service(BalancedWorkload.SHIFTED)
                        .forceNewDeployment(true)
                        .deploymentConfiguration(configuration)
                        .build(),
                answer -> answered[0] = true);
        world.runUntil("UpdateService is answered", Duration.ofSeconds(10), () -> answered[0]);
    }

    /// Whether one deployment is left, whose two tasks run and have all the traffic.
    private static boolean served(World world) {
        Service service = service(world);
        State state = state(world);
        List<Task> live = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
        ServiceDeployment running = ServiceViews.current(state, service);
        return running != null
                && running.status().terminal()
                && service.status().deployments().size() == 1
                && live.size() == 2
                && live.stream()
                        .allMatch(task ->
                                task.status().last() == LastStatus.RUNNING && TrafficCheckers.healthy(state, task))
                && reached(state, service);
    }

    private static boolean reached(State state, Service service) {
        String group =
                service.status().primary().workload().loadBalancers().getFirst().targetGroupArn();
        return Objects.requireNonNull(BalancedWorkload.rule(state, BalancedWorkload.PRODUCTION_PORT))
                                .action()
                        instanceof Forward forward
                && forward.groups().stream()
                        .filter(one -> one.weight() > 0)
                        .map(WeightedGroup::targetGroupArn)
                        .toList()
                        .equals(List.of(group));
    }

    private static ServiceDeployment deployment(World world, String id) {
        return Objects.requireNonNull(
                state(world).find(ServiceViews.DEPLOYMENTS, service(world).name() + '/' + id));
    }

    private static Service service(World world) {
        return Objects.requireNonNull(
                state(world).find(ServiceViews.SERVICES, Workload.CLUSTER + '/' + BalancedWorkload.SHIFTED));
    }

    private static State state(World world) {
        return Objects.requireNonNull(world.control()).published();
    }
}
