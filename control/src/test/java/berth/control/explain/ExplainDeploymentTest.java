package berth.control.explain;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.ecs.service.ServiceWorld;
import berth.control.ecs.service.ShiftWorld;
import berth.control.ecs.service.model.DeploymentConfiguration.Strategy;
import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.LifecycleHook.Action;
import berth.control.ecs.service.model.LifecycleHook.TargetType;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.task.model.Task.StopCode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplainDeploymentTest {
    private final ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    @Test
    void aRollingUpdateTellsWhatItsBoundsLeaveToDo() {
        world.create("sample-task:1", 4, 75, 150);
        world.settle();
        world.start();
        world.pass(Duration.ofSeconds(1));
        world.settle();
        world.update(with -> with.forceNewDeployment(true));
        world.settle();

        assertThat(told(world))
                .anyMatch(line -> line.startsWith("Service deployment ") && line.contains(", ROLLING, is IN_PROGRESS"))
                .contains("0 of 4 tasks of the PRIMARY deployment are healthy; 3 tasks of older ones are left. With 3"
                        + " healthy in all and a lower bound of 3, 0 may be stopped now; with 6 there, those that are"
                        + " stopping included, and an upper bound of 6, 0 may be started.");
    }

    @Test
    void theCircuitBreakerTellsItsCountAndItsThreshold() {
        world.create("sample-task:1", 2, 100, 200);
        world.settle();
        world.update(with -> with.deploymentConfiguration(
                        d -> d.deploymentCircuitBreaker(b -> b.enable(true).rollback(true)))
                .forceNewDeployment(true));
        world.settle();
        world.die(world.tasks().getLast(), StopCode.TASK_FAILED_TO_START);
        world.settle();

        assertThat(told(world))
                .contains("Its circuit breaker has counted 1 failed task in a row; at 3 the deployment fails and goes"
                        + " back.");
    }

    @Test
    void aTrafficShiftTellsItsStageItsSharesAndHowLongItWaits() {
        ShiftWorld shift = shifting(Strategy.CANARY, null);
        String green = under(shift).green().deployment();

        assertThat(told(shift.world))
                .contains("It is in lifecycle stage PRODUCTION_TRAFFIC_SHIFT since 2026-01-01T13:00:00Z (0 s ago):"
                        + " traffic step 1 of 2, 2 of 2 tasks of green are healthy, and it lasts until"
                        + " 2026-01-01T13:10:00Z (in 10 min).")
                .anyMatch(line -> line.startsWith("Green, " + green
                        + ", has 10 % of the production traffic and 100 % of the test traffic; blue, ecs-svc/"));
    }

    @Test
    void aHookTellsWhenItIsOver() {
        ShiftWorld shift = shifting(Strategy.BLUE_GREEN, hook(TargetType.AWS_LAMBDA, "http://127.0.0.1:9000/"));

        assertThat(told(shift.world))
                .anyMatch(line -> line.startsWith("It is in lifecycle stage POST_TEST_TRAFFIC_SHIFT")
                        && line.endsWith("1 lifecycle hook must end."))
                .anyMatch(line -> line.startsWith("Lifecycle hook http://127.0.0.1:9000/ was answered 0 times; its"
                                + " answer is awaited; at 2026-01-01T13:30:00Z")
                        && line.endsWith("it times out, which means to go back."));
    }

    @Test
    void aPauseTellsHowToGoOn() {
        ShiftWorld shift = shifting(Strategy.BLUE_GREEN, hook(TargetType.PAUSE, null));
        String hookId = under(shift).hooks().getFirst().id();

        assertThat(told(shift.world))
                .anyMatch(line -> line.startsWith("A pause waits for somebody;")
                        && line.contains("aws ecs continue-service-deployment --service-deployment-arn arn:aws:ecs:")
                        && line.endsWith("/" + shift.current().name() + " --hook-id " + hookId + " --action CONTINUE"));
    }

    @Test
    void aWayBackTellsWhyAndWhatMustStop() {
        ShiftWorld shift = shifting(Strategy.CANARY, null);
        shift.commit(shift.current().with(Status.ROLLBACK_REQUESTED, "Somebody asked.", shift.world.now));
        for (int i = 0; i < 10 && under(shift).stage() != LifecycleStage.CLEAN_UP; i++) {
            shift.world.look();
        }

        assertThat(told(shift.world))
                .anyMatch(line ->
                        line.endsWith("Service deployment rolled back because StopServiceDeployment was called."))
                .anyMatch(line -> line.startsWith("It is in lifecycle stage CLEAN_UP")
                        && line.endsWith("2 tasks of green must stop."))
                .anyMatch(line -> line.startsWith("It goes back to service revision "));
    }

    @Test
    void aDeploymentThatCanNotShiftTrafficTellsWhyAndStartsNothing() {
        ShiftWorld shift = new ShiftWorld();
        shift.world.commit(List.of(ShiftWorld.rule(ShiftWorld.PRODUCTION, ShiftWorld.A, ShiftWorld.A)));
        shift.world.commit(List.of(ShiftWorld.rule(ShiftWorld.TEST, ShiftWorld.A, ShiftWorld.A)));
        shift.deploy(1, true, ShiftWorld.configuration(Strategy.BLUE_GREEN, 5));
        shift.settle();

        assertThat(told(shift.world))
                .anyMatch(line -> line.startsWith(
                                "The PRIMARY deployment has failed and starts nothing more: Service"
                                        + " deployment rolled back because of invalid networking configuration. Both targetGroup")
                        && line.endsWith("Another update-service begins anew."))
                .noneMatch(line -> line.contains("There is room") || line.equals("Everything is as wanted."));
        assertThat(shift.world.messages())
                .anyMatch(message -> message.contains("deployment failed: Service deployment rolled back because of"
                        + " invalid networking configuration."));
    }

    /// Revision 1 serves; revision 2 is under way, as far as it comes without time passing.
    private static ShiftWorld shifting(Strategy strategy, @Nullable LifecycleHook hook) {
        ShiftWorld shift = new ShiftWorld();
        shift.served(true, ShiftWorld.configuration(strategy, 5));
        LifecycleHook[] hooks = hook == null ? new LifecycleHook[0] : new LifecycleHook[] {hook};
        shift.deploy(2, true, ShiftWorld.configuration(strategy, 5, hooks));
        shift.settle();
        return shift;
    }

    private static LifecycleHook hook(TargetType type, @Nullable String target) {
        return new LifecycleHook(
                type, target, null, List.of(LifecycleStage.POST_TEST_TRAFFIC_SHIFT), null, 30, Action.ROLLBACK);
    }

    private static TrafficShift under(ShiftWorld shift) {
        return Objects.requireNonNull(shift.current().shift());
    }

    private static List<String> told(ServiceWorld world) {
        return Explain.service(world.state, world.settings, "c", "web", world.now);
    }
}
