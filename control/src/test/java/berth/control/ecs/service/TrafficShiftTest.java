package berth.control.ecs.service;

import static berth.control.ecs.service.ShiftWorld.A;
import static berth.control.ecs.service.ShiftWorld.B;
import static berth.control.ecs.service.ShiftWorld.PRODUCTION;
import static berth.control.ecs.service.ShiftWorld.TEST;
import static berth.control.ecs.service.ShiftWorld.configuration;
import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.DeploymentConfiguration.CircuitBreaker;
import berth.control.ecs.service.model.DeploymentConfiguration.Strategy;
import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.LifecycleHook.Action;
import berth.control.ecs.service.model.LifecycleHook.TargetType;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Target;
import berth.control.elb.model.TargetHealth;
import berth.control.store.Change;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrafficShiftTest {
    private static final LifecycleHook FUNCTION = new LifecycleHook(
            TargetType.AWS_LAMBDA,
            "http://127.0.0.1:9000/",
            null,
            List.of(LifecycleStage.POST_TEST_TRAFFIC_SHIFT),
            null,
            1440,
            Action.ROLLBACK);

    private final ShiftWorld shift = new ShiftWorld();

    @Test
    void theFirstDeploymentUsesTheFirstTargetGroupAndLeavesTheTrafficThere() {
        shift.deploy(1, true, configuration(Strategy.BLUE_GREEN, 5));
        shift.world.look();
        assertThat(targetGroup(0)).isEqualTo(A);
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a1b0");
        assertThat(shift.weights(TEST)).isEqualTo("a0b1");
        shift.play(Duration.ofMinutes(6));
        assertThat(shift.current().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(shift.deployments()).singleElement().matches(one -> one.rollout() == Rollout.COMPLETED);
        assertThat(shift.world.messages())
                .endsWith(
                        "(service web) (deployment ecs-svc/N) deployment completed.",
                        "(service web) has reached a steady state.");
    }

    @Test
    void blueGreenMovesAllTrafficToTheOtherGroupAndThenStopsBlue() {
        shift.served(true, configuration(Strategy.BLUE_GREEN, 5));
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 5));
        assertThat(targetGroup(0)).isEqualTo(B);
        shift.settle();
        assertThat(shift.tasks()).containsExactly("1", "1", "2", "2");
        assertThat(shift.current().status()).isEqualTo(Status.IN_PROGRESS);
        shift.play(Duration.ofMinutes(10));
        assertThat(shift.diary)
                .containsExactly(
                        "13:00 PRE_SCALE_UP a100b0 a100b0",
                        "13:00 SCALE_UP a100b0 a100b0",
                        "13:00 POST_SCALE_UP a100b0 a100b0",
                        "13:00 TEST_TRAFFIC_SHIFT a100b0 a0b100",
                        "13:00 POST_TEST_TRAFFIC_SHIFT a100b0 a0b100",
                        "13:00 PRE_PRODUCTION_TRAFFIC_SHIFT a100b0 a0b100",
                        "13:00 PRODUCTION_TRAFFIC_SHIFT a0b100 a0b100",
                        "13:00 POST_PRODUCTION_TRAFFIC_SHIFT a0b100 a0b100",
                        "13:00 BAKE_TIME a0b100 a0b100",
                        "13:05 CLEAN_UP a0b100 a0b100");
        assertThat(shift.tasks()).containsExactly("2", "2");
        assertThat(shift.current().status()).isEqualTo(Status.SUCCESSFUL);
    }

    @Test
    void theGroupsTakeTurnsWithEachDeployment() {
        shift.served(true, configuration(Strategy.BLUE_GREEN, 0));
        for (String expected : List.of("a0b100", "a100b0", "a0b100")) {
            shift.deploy(expected.startsWith("a0") ? 2 : 1, true, configuration(Strategy.BLUE_GREEN, 0));
            shift.play(Duration.ofMinutes(5));
            assertThat(shift.current().status()).isEqualTo(Status.SUCCESSFUL);
            assertThat(shift.weights(PRODUCTION)).isEqualTo(expected);
        }
    }

    @Test
    void canaryAndLinearMoveItInSteps() {
        shift.served(true, configuration(Strategy.CANARY, 5));
        shift.deploy(2, true, configuration(Strategy.CANARY, 5));
        shift.play(Duration.ofMinutes(30));
        assertThat(production())
                .containsExactly(
                        "13:00 PRODUCTION_TRAFFIC_SHIFT a90b10 a0b100", "13:10 PRODUCTION_TRAFFIC_SHIFT a0b100 a0b100");
        shift.diary.clear();
        shift.deploy(1, true, configuration(Strategy.LINEAR, 5));
        shift.play(Duration.ofMinutes(60));
        assertThat(production())
                .containsExactly(
                        "13:30 PRODUCTION_TRAFFIC_SHIFT a25b75 a100b0",
                        "13:36 PRODUCTION_TRAFFIC_SHIFT a50b50 a100b0",
                        "13:42 PRODUCTION_TRAFFIC_SHIFT a75b25 a100b0",
                        "13:48 PRODUCTION_TRAFFIC_SHIFT a100b0 a100b0");
    }

    @Test
    void aRollbackInBakeTimeGivesBlueEverythingInOneCommitAndThenStopsGreen() {
        shift.served(true, configuration(Strategy.BLUE_GREEN, 5));
        String blue = shift.deployments().getFirst().id();
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 5));
        shift.settle();
        assertThat(shift.diary.getLast()).contains("BAKE_TIME");
        shift.commit(shift.current().with(Status.ROLLBACK_REQUESTED, "Somebody asked.", shift.world.now));
        shift.world.look();
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a100b0");
        assertThat(shift.weights(TEST)).isEqualTo("a100b0");
        assertThat(shift.current().status()).isEqualTo(Status.ROLLBACK_IN_PROGRESS);
        assertThat(shift.current().rollback()).isNotNull();
        assertThat(shift.deployments())
                .extracting(Deployment::id, Deployment::primary, Deployment::rollout)
                .first()
                .isEqualTo(org.assertj.core.groups.Tuple.tuple(blue, true, Rollout.IN_PROGRESS));
        shift.settle();
        assertThat(shift.tasks()).containsExactly("1", "1");
        assertThat(shift.current().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.deployments()).singleElement().matches(one -> one.rollout() == Rollout.COMPLETED);
        assertThat(shift.current().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(shift.world.messages())
                .contains("(service web) rolling back to deployment ecs-svc/N.")
                .endsWith("(service web) has reached a steady state.");
    }

    @Test
    void afterARollbackTheNextDeploymentUsesTheSameGroupAgain() {
        shift.served(true, configuration(Strategy.BLUE_GREEN, 5));
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 5));
        shift.settle();
        shift.commit(shift.current().with(Status.ROLLBACK_REQUESTED, "Somebody asked.", shift.world.now));
        shift.play(Duration.ofMinutes(2));
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 5));
        assertThat(targetGroup(0)).isEqualTo(B);
        shift.play(Duration.ofMinutes(10));
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a0b100");
        assertThat(shift.current().status()).isEqualTo(Status.SUCCESSFUL);
    }

    @Test
    void aRollbackThatIsAskedForInCleanUpComesTooLate() {
        shift.served(true, configuration(Strategy.BLUE_GREEN, 0));
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 0));
        shift.reach(LifecycleStage.CLEAN_UP);
        shift.commit(shift.current().with(Status.ROLLBACK_REQUESTED, "Somebody asked.", shift.world.now));
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.current().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(shift.tasks()).containsExactly("2", "2");
    }

    @Test
    void anUpdateInTheMiddleClearsTheUnfinishedRevisionAwayAndBeginsAgain() {
        shift.served(true, configuration(Strategy.LINEAR, 5));
        shift.deploy(2, true, configuration(Strategy.LINEAR, 5));
        shift.play(Duration.ofMinutes(7));
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a50b50");
        var interrupted = shift.current();
        shift.diary.clear();
        shift.deploy(1, true, configuration(Strategy.BLUE_GREEN, 0));
        shift.world.look();
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a100b0");
        assertThat(stage()).isEqualTo(LifecycleStage.RECONCILE_SERVICE);
        assertThat(shift.world.state.find(ServiceViews.DEPLOYMENTS, interrupted.name()))
                .matches(one -> one != null && one.status() == Status.STOPPED);
        shift.play(Duration.ofMinutes(5));
        assertThat(shift.current().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(shift.tasks()).containsExactly("1", "1");
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a0b100");
        assertThat(shift.deployments()).hasSize(1);
    }

    @Test
    void whichDeploymentWasInterruptedIsKnownWhereTheClockWasPutBack() {
        shift.served(true, configuration(Strategy.LINEAR, 5));
        shift.world.now = ServiceWorld.T0.minus(Duration.ofHours(1));
        shift.deploy(2, true, configuration(Strategy.LINEAR, 5));
        shift.play(Duration.ofMinutes(7));
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a50b50");
        shift.deploy(1, true, configuration(Strategy.BLUE_GREEN, 0));
        shift.play(Duration.ofMinutes(5));
        assertThat(shift.current().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a0b100");
    }

    /// The breaker without rollback leaves the traffic as the step had it.
    @Test
    void anUpdateAfterAFailureInTheMiddleWithoutRollbackTakesTheTrafficFromWhereItIs() {
        shift.served(true, configuration(Strategy.LINEAR, 5));
        shift.deploy(2, true, withoutRollback(configuration(Strategy.LINEAR, 5)));
        shift.play(Duration.ofMinutes(7));
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a50b50");
        shift.healthy = false;
        for (int i = 0; i < 6 && shift.current().status() == Status.IN_PROGRESS; i++) {
            greens().forEach(task -> shift.world.die(task, StopCode.TASK_FAILED_TO_START));
            shift.play(Duration.ofMinutes(10));
        }
        assertThat(shift.current().status()).isEqualTo(Status.STOPPED);
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a50b50");

        shift.healthy = true;
        shift.deploy(1, true, configuration(Strategy.BLUE_GREEN, 0));
        shift.play(Duration.ofMinutes(5));
        assertThat(shift.current().statusReason()).isNull();
        assertThat(shift.current().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a0b100");
        assertThat(shift.tasks()).containsExactly("1", "1");
    }

    private List<Task> greens() {
        return shift.world.tasks().stream()
                .filter(task -> task.spec().taskDefinition().equals("sample-task:2"))
                .toList();
    }

    private static DeploymentConfiguration withoutRollback(DeploymentConfiguration plain) {
        return new DeploymentConfiguration(
                plain.minimumHealthyPercent(),
                plain.maximumPercent(),
                new CircuitBreaker(true, false, null, false),
                plain.alarms(),
                plain.strategy(),
                plain.bakeTimeInMinutes(),
                plain.lifecycleHooks(),
                plain.linear(),
                plain.canary());
    }

    @Test
    void anUpdateInCleanUpGoesOnFromGreenWhichHasTheTraffic() {
        shift.served(true, configuration(Strategy.BLUE_GREEN, 0));
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 0));
        shift.reach(LifecycleStage.CLEAN_UP);
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a0b100");
        shift.deploy(1, true, configuration(Strategy.BLUE_GREEN, 5));
        shift.world.look();
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a0b100");
        assertThat(targetGroup(0)).isEqualTo(A);
        shift.settle();
        assertThat(stage()).isEqualTo(LifecycleStage.BAKE_TIME);
        shift.commit(shift.current().with(Status.ROLLBACK_REQUESTED, null, shift.world.now));
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.tasks()).as("it goes back to what served").containsExactly("2", "2");
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a0b100");
    }

    @Test
    void aServiceWithoutLoadBalancerSwapsItsTasks() {
        shift.served(false, configuration(Strategy.BLUE_GREEN, 5));
        shift.deploy(2, false, configuration(Strategy.BLUE_GREEN, 5));
        shift.settle();
        assertThat(shift.tasks()).containsExactly("1", "1", "2", "2");
        shift.play(Duration.ofMinutes(6));
        assertThat(shift.tasks()).containsExactly("2", "2");
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a1b0");
    }

    @Test
    void bothRevisionsKeepTheirCountsWhileItBakes() {
        shift.served(true, configuration(Strategy.BLUE_GREEN, 5));
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 5));
        shift.settle();
        shift.world.running().forEach(task -> shift.world.die(task, StopCode.ESSENTIAL_CONTAINER_EXITED));
        assertThat(shift.tasks()).isEmpty();
        shift.play(Duration.ofMinutes(2));
        assertThat(shift.tasks()).containsExactly("1", "1", "2", "2");
        shift.world.update(update -> update.desiredCount(3));
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.tasks()).containsExactly("1", "1", "1", "2", "2", "2");
    }

    @Test
    void aRuleThatDoesNotForwardToTheGroupsRollsBackAndIsLeftAlone() {
        shift.served(true, configuration(Strategy.BLUE_GREEN, 5));
        shift.world.commit(List.of(ShiftWorld.rule(PRODUCTION, A, A), ShiftWorld.rule(TEST, A, A)));
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 5));
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.current().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(shift.current().statusReason())
                .startsWith("Service deployment rolled back because of invalid networking configuration. Both");
        assertThat(shift.tasks()).containsExactly("1", "1");
        assertThat(shift.weights(TEST)).isEqualTo("a0b0");
    }

    @Test
    void aRuleThatVanishesInTheMiddleRollsBack() {
        shift.served(true, configuration(Strategy.CANARY, 5));
        shift.deploy(2, true, configuration(Strategy.CANARY, 5));
        shift.settle();
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a90b10");
        shift.world.commit(List.of(Change.delete(ElbViews.RULES, TEST)));
        shift.world.look();
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a100b0");
        assertThat(shift.current().statusReason())
                .isEqualTo(
                        "Service deployment rolled back because of invalid networking configuration. The listener rule "
                                + TEST + " does not exist.");
    }

    @Test
    void aHookThatFailsRollsBackWithItsReason() {
        shift.served(true, configuration(Strategy.BLUE_GREEN, 5));
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 5, FUNCTION));
        shift.settle();
        assertThat(stage()).isEqualTo(LifecycleStage.POST_TEST_TRAFFIC_SHIFT);
        assertThat(shift.current().awaitsHooks()).isTrue();
        shift.answer(HookRun.Status.FAILED, "Lifecycle hook target x returned FAILED status.");
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.current().status()).isEqualTo(Status.ROLLBACK_SUCCESSFUL);
        assertThat(shift.current().statusReason())
                .isEqualTo("Service deployment rolled back because POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed."
                        + " Lifecycle hook target x returned FAILED status.");
    }

    @Test
    void aHookThatSucceedsLetsItGoOn() {
        shift.served(true, configuration(Strategy.BLUE_GREEN, 0));
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 0, FUNCTION));
        shift.settle();
        shift.answer(HookRun.Status.SUCCEEDED, null);
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.current().status()).isEqualTo(Status.SUCCESSFUL);
    }

    @Test
    void theFirstDeploymentThatFailsHasNoWayBack() {
        shift.deploy(1, true, configuration(Strategy.BLUE_GREEN, 0, FUNCTION));
        shift.settle();
        shift.answer(HookRun.Status.FAILED, "It said so.");
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.current().status()).isEqualTo(Status.ROLLBACK_FAILED);
        assertThat(shift.current().statusReason()).isEqualTo("No rollback candidate was found to run the rollback.");
        assertThat(shift.deployments()).singleElement().matches(one -> one.rollout() == Rollout.FAILED);
        assertThat(shift.tasks()).containsExactly("1", "1");
        shift.world.die(shift.world.running().getFirst(), StopCode.ESSENTIAL_CONTAINER_EXITED);
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.tasks()).as("nothing more is launched").containsExactly("1");
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 0));
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.current().status()).isEqualTo(Status.SUCCESSFUL);
        assertThat(shift.tasks()).containsExactly("2", "2");
    }

    @Test
    void anUnhealthyTaskOfADeploymentThatFailedIsNotReplaced() {
        shift.deploy(1, true, configuration(Strategy.BLUE_GREEN, 0, FUNCTION));
        shift.settle();
        shift.answer(HookRun.Status.FAILED, "It said so.");
        shift.play(Duration.ofMinutes(1));
        shift.healthy = false;
        for (Target target : shift.world.state.all(ElbViews.TARGETS)) {
            TargetHealth failed = new TargetHealth(TargetHealth.Status.UNHEALTHY, "Target.Timeout", "Timed out");
            shift.world.commit(List.of(Change.put(ElbViews.TARGETS, target.with(failed))));
        }
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.tasks()).as("nothing more is launched").containsExactly("1", "1");
    }

    @Test
    void ofAHalfDoneRollingUpdateAsManyStayAsTheOldRevisionLacks() {
        shift.served(true, configuration(Strategy.ROLLING, 0));
        shift.healthy = false;
        shift.deploy(2, true, configuration(Strategy.ROLLING, 0));
        shift.world.look();
        shift.world.start();
        assertThat(shift.tasks()).containsExactly("1", "1", "2", "2");
        Task old = shift.world.running().stream()
                .filter(task -> task.spec().taskDefinition().endsWith(":1"))
                .findFirst()
                .orElseThrow();
        shift.world.die(old, StopCode.ESSENTIAL_CONTAINER_EXITED);
        shift.deploy(3, true, configuration(Strategy.BLUE_GREEN, 0));
        shift.settle();
        assertThat(shift.tasks())
                .as("one of the first is restarted, one of the second stays")
                .containsExactly("1", "1", "2");
    }

    @Test
    void whereNothingWasEverCompleteWhatServesStaysUntilGreenDoes() {
        shift.deploy(1, true, configuration(Strategy.ROLLING, 0));
        shift.world.look();
        shift.world.start();
        for (Target target : shift.world.state.all(ElbViews.TARGETS)) {
            shift.world.commit(List.of(Change.put(ElbViews.TARGETS, target.with(TargetHealth.HEALTHY))));
        }
        shift.healthy = false;
        shift.deploy(2, true, configuration(Strategy.ROLLING, 0));
        shift.world.look();
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 0));
        shift.settle();
        assertThat(shift.tasks()).startsWith("1", "1");
        assertThat(shift.current().shift()).matches(now -> now.stage() == LifecycleStage.SCALE_UP);
    }

    @Test
    void whatServesStaysWhenADeploymentIsReplacedBeforeItDoes() {
        shift.deploy(1, true, configuration(Strategy.BLUE_GREEN, 5));
        shift.play(Duration.ofMinutes(1));
        shift.healthy = false;
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 5));
        shift.settle();
        assertThat(shift.tasks()).containsExactly("1", "1", "2", "2");
        shift.deploy(3, true, configuration(Strategy.BLUE_GREEN, 5));
        assertThat(targetGroup(0)).isEqualTo(B);
        shift.settle();
        assertThat(shift.tasks()).as("the second gives way, the first stays").containsExactly("1", "1");
    }

    @Test
    void aRollingServiceCanTurnToBlueGreenAndBack() {
        shift.served(true, configuration(Strategy.ROLLING, 0));
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a1b0");
        shift.deploy(2, true, configuration(Strategy.BLUE_GREEN, 0));
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.weights(PRODUCTION)).isEqualTo("a0b100");
        shift.deploy(1, true, configuration(Strategy.ROLLING, 0));
        assertThat(targetGroup(0)).as("the group that has the traffic").isEqualTo(B);
        shift.play(Duration.ofMinutes(1));
        assertThat(shift.tasks()).containsExactly("1", "1");
    }

    private LifecycleStage stage() {
        return Objects.requireNonNull(shift.current().shift()).stage();
    }

    private List<String> production() {
        return shift.diary.stream().filter(line -> line.contains(" PRODUCTION")).toList();
    }

    private String targetGroup(int position) {
        return shift.deployments()
                .get(position)
                .workload()
                .loadBalancers()
                .getFirst()
                .targetGroupArn();
    }
}
