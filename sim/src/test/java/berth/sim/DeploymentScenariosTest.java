package berth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.store.State;
import berth.control.store.Writer;
import berth.kernel.Account;
import berth.kernel.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// Deployments that fail, are replaced or are stopped, with everything killed at any step of it. The bounds are looked
/// at after every commit.
class DeploymentScenariosTest {
    private static final World.Setup ONE_HOST = new World.Setup(1, new Resources(4096, 8192), false, null);
    private static final int EVERY = 11;

    @ParameterizedTest
    @ValueSource(strings = {"missing", "crash"})
    void aFailingDeploymentGoesBackWhateverDiesMeanwhile(String family) {
        long steps = script(Long.MAX_VALUE, family);
        assertThat(steps).isGreaterThan(20);
        for (long step = 1; step <= steps; step += EVERY) {
            script(step, family);
        }
    }

    @Test
    void aDeploymentThatIsStoppedGoesBackWhateverDiesMeanwhile() {
        for (long step : List.of(1L, 5L, 9L, 14L, 20L, 30L)) {
            World world = steady();
            call(world, "UpdateService", update("web").build());
            killedAt(world, step);
            stop(world);
            goneBack(world);
        }
    }

    @Test
    void anUpdateDuringAnUpdateWinsAndTheFirstIsStopped() {
        for (long step : List.of(1L, 4L, 8L, 15L, 25L, 40L)) {
            World world = steady();
            call(world, "UpdateService", update("crash").build());
            String first = current(world).name();
            killedAt(world, step);
            call(world, "UpdateService", update("checked").build());
            world.runUntil("the second update is done", Duration.ofMinutes(5), () -> done(world, "checked"));
            ServiceDeployment stopped = Objects.requireNonNull(state(world).find(ServiceViews.DEPLOYMENTS, first));
            assertThat(stopped.status()).isIn(Status.STOPPED, Status.ROLLBACK_SUCCESSFUL);
            assertThat(current(world).status()).isEqualTo(Status.SUCCESSFUL);
        }
    }

    /// Returns how many steps the rollback took.
    private static long script(long crashAt, String family) {
        World world = steady();
        call(world, "UpdateService", update(family).build());
        String begun = current(world).name();
        long from = world.timeline().steps();
        boolean[] crashed = {false};
        world.runUntil("the deployment goes back", Duration.ofMinutes(10), () -> {
            if (!crashed[0] && world.timeline().steps() - from >= crashAt) {
                crashed[0] = true;
                world.killAll();
                world.start();
            }
            return Objects.requireNonNull(state(world).find(ServiceViews.DEPLOYMENTS, begun))
                    .status()
                    .terminal();
        });
        long steps = world.timeline().steps() - from;
        goneBack(world);
        return steps;
    }

    private static World steady() {
        World world = new World(42, ONE_HOST);
        world.chaos().calm(true);
        world.start();
        world.run(Duration.ofSeconds(5));
        new Workload(world).prepare();
        world.run(Duration.ofSeconds(2));
        call(
                world,
                "CreateService",
                CreateServiceRequest.builder()
                        .cluster(Workload.CLUSTER)
                        .serviceName("a")
                        .taskDefinition("web")
                        .desiredCount(2)
                        .deploymentConfiguration(configuration -> configuration.deploymentCircuitBreaker(
                                breaker -> breaker.enable(true).rollback(true)))
                        .build());
        world.runUntil("the service is steady", Duration.ofMinutes(2), () -> done(world, "web"));
        return world;
    }

    /// Calls and waits for the answer.
    private static void call(World world, String operation, SdkPojo request) {
        boolean[] answered = {false};
        world.call(operation, request, answer -> {
            assertThat(answer).isInstanceOf(Writer.Answer.Done.class);
            answered[0] = true;
        });
        world.runUntil(operation + " is answered", Duration.ofSeconds(10), () -> answered[0]);
    }

    private static UpdateServiceRequest.Builder update(String family) {
        return UpdateServiceRequest.builder()
                .cluster(Workload.CLUSTER)
                .service("a")
                .taskDefinition(family)
                .forceNewDeployment(true);
    }

    private static void killedAt(World world, long step) {
        long from = world.timeline().steps();
        world.runUntil(
                "some steps are done",
                Duration.ofMinutes(5),
                () -> world.timeline().steps() - from >= step);
        world.killAll();
        world.start();
    }

    private static void stop(World world) {
        call(
                world,
                "StopServiceDeployment",
                StopServiceDeploymentRequest.builder()
                        .serviceDeploymentArn(Account.DEFAULT.ecs(
                                "service-deployment", current(world).name()))
                        .build());
    }

    private static void goneBack(World world) {
        world.runUntil("it went back", Duration.ofMinutes(5), () -> done(world, "web"));
        assertThat(current(world).status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(service(world).spec().taskDefinition()).startsWith("web:");
    }

    /// Whether two tasks of a family run and nothing else is left.
    private static boolean done(World world, String family) {
        Service service = service(world);
        List<Task> live = state(world).by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
        return service.status().deployments().size() == 1
                && service.status().primary().rollout() == Rollout.COMPLETED
                && live.size() == 2
                && live.stream()
                        .allMatch(task -> task.status().last() == LastStatus.RUNNING
                                && task.spec().taskDefinition().startsWith(family + ":"));
    }

    private static ServiceDeployment current(World world) {
        return Objects.requireNonNull(ServiceViews.current(state(world), service(world)));
    }

    private static Service service(World world) {
        return Objects.requireNonNull(state(world).find(ServiceViews.SERVICES, Workload.CLUSTER + "/a"));
    }

    private static State state(World world) {
        return Objects.requireNonNull(world.control()).published();
    }
}
