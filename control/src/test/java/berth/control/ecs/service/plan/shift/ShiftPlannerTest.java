package berth.control.ecs.service.plan.shift;

import static berth.control.ecs.service.plan.shift.Shifts.NOON;
import static berth.control.ecs.service.plan.shift.Shifts.blueGreen;
import static berth.control.ecs.service.plan.shift.Shifts.canary;
import static berth.control.ecs.service.plan.shift.Shifts.function;
import static berth.control.ecs.service.plan.shift.Shifts.linear;
import static berth.control.ecs.service.plan.shift.Shifts.pause;
import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.model.HookRun.Status;
import berth.control.ecs.service.model.LifecycleHook.Action;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.TrafficShift.End;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShiftPlannerTest {

    @Test
    void blueGreenShiftsAllAtOnceAndBakes() {
        Shifts shifts = new Shifts(blueGreen(5));
        shifts.play();
        assertThat(shifts.diary)
                .containsExactly(
                        "12:00 SCALE_UP 0.0/0.0",
                        "12:00 POST_SCALE_UP 0.0/0.0",
                        "12:00 TEST_TRAFFIC_SHIFT 0.0/100.0",
                        "12:00 POST_TEST_TRAFFIC_SHIFT 0.0/100.0",
                        "12:00 PRE_PRODUCTION_TRAFFIC_SHIFT 0.0/100.0",
                        "12:00 PRODUCTION_TRAFFIC_SHIFT 100.0/100.0",
                        "12:00 POST_PRODUCTION_TRAFFIC_SHIFT 100.0/100.0",
                        "12:00 BAKE_TIME 100.0/100.0",
                        "12:05 CLEAN_UP 100.0/100.0",
                        "12:05 SUCCESSFUL");
    }

    /// The planner's own example.
    @Test
    void canaryOfTenPercentWaitsTenMinutesThenShiftsTheRest() {
        Shifts shifts = new Shifts(canary(100, 10, 5));
        shifts.play();
        assertThat(shifts.diary)
                .containsSubsequence(
                        "12:00 PRE_PRODUCTION_TRAFFIC_SHIFT 0.0/100.0",
                        "12:00 PRODUCTION_TRAFFIC_SHIFT 10.0/100.0",
                        "12:10 PRE_PRODUCTION_TRAFFIC_SHIFT 10.0/100.0",
                        "12:10 PRODUCTION_TRAFFIC_SHIFT 100.0/100.0",
                        "12:10 POST_PRODUCTION_TRAFFIC_SHIFT 100.0/100.0",
                        "12:10 BAKE_TIME 100.0/100.0",
                        "12:15 CLEAN_UP 100.0/100.0",
                        "12:15 SUCCESSFUL");
    }

    /// The planner's own example.
    @Test
    void linearOfTenPercentTakesTenStepsAndDoesNotWaitAfterTheLast() {
        Shifts shifts = new Shifts(linear(100, 6, 5));
        shifts.play();
        assertThat(shifts.diary.stream().filter(line -> line.contains(" PRODUCTION")))
                .containsExactly(
                        "12:00 PRODUCTION_TRAFFIC_SHIFT 10.0/100.0",
                        "12:06 PRODUCTION_TRAFFIC_SHIFT 20.0/100.0",
                        "12:12 PRODUCTION_TRAFFIC_SHIFT 30.0/100.0",
                        "12:18 PRODUCTION_TRAFFIC_SHIFT 40.0/100.0",
                        "12:24 PRODUCTION_TRAFFIC_SHIFT 50.0/100.0",
                        "12:30 PRODUCTION_TRAFFIC_SHIFT 60.0/100.0",
                        "12:36 PRODUCTION_TRAFFIC_SHIFT 70.0/100.0",
                        "12:42 PRODUCTION_TRAFFIC_SHIFT 80.0/100.0",
                        "12:48 PRODUCTION_TRAFFIC_SHIFT 90.0/100.0",
                        "12:54 PRODUCTION_TRAFFIC_SHIFT 100.0/100.0");
        assertThat(shifts.diary.stream().filter(line -> line.contains("PRE_PRODUCTION")))
                .hasSize(10);
        assertThat(shifts.diary).containsSubsequence("12:54 BAKE_TIME 100.0/100.0", "12:59 CLEAN_UP 100.0/100.0");
    }

    @ParameterizedTest
    @CsvSource({"30, 30 60 90 100", "25, 25 50 75 100", "100, 100", "33.3, 33.3 66.6 99.9 100"})
    void linearStepsAddUpToAllOfTheTraffic(double percent, String shares) {
        List<Integer> expected = List.of(shares.split(" ")).stream()
                .map(share -> (int) Math.round(Double.parseDouble(share) * 10))
                .toList();
        assertThat(linear((int) Math.round(percent * 10), 0, 0).steps()).isEqualTo(expected);
    }

    @Test
    void aCanaryOfEverythingIsOneStep() {
        assertThat(canary(1000, 10, 0).steps()).containsExactly(1000);
        assertThat(canary(50, 10, 0).steps()).containsExactly(50, 1000);
    }

    @Test
    void theFirstRevisionTakesItsTrafficInOneStep() {
        Shifts shifts = new Shifts(linear(100, 6, 5));
        shifts.hasBlue = false;
        shifts.play();
        assertThat(shifts.diary.stream().filter(line -> line.contains(" PRODUCTION")))
                .containsExactly("12:00 PRODUCTION_TRAFFIC_SHIFT 100.0/100.0");
        assertThat(shifts.shift.end()).isEqualTo(End.SUCCESSFUL);
    }

    /// The planner's own example.
    @Test
    void anAlarmAtFortyPercentGivesBlueEverythingAtOnceAndThenScalesGreenDown() {
        Shifts shifts = new Shifts(linear(100, 6, 5));
        while (shifts.now.isBefore(NOON.plusSeconds(20 * 60))) {
            shifts.settle();
            shifts.now = shifts.now.plusSeconds(60);
        }
        assertThat(shifts.shift.productionTenths()).isEqualTo(400);
        shifts.failure = "An alarm.";
        shifts.take();
        assertThat(shifts.shift.productionTenths()).isZero();
        assertThat(shifts.shift.testTenths()).isZero();
        shifts.settle();
        assertThat(Wanted.of(shifts.shift, 4, 4)).isEqualTo(new Wanted(4, 0));
        shifts.greenLeft = 0;
        shifts.settle();
        assertThat(shifts.diary)
                .endsWith(
                        "12:20 PRODUCTION_TRAFFIC_SHIFT 0.0/0.0",
                        "12:20 TEST_TRAFFIC_SHIFT 0.0/0.0",
                        "12:20 CLEAN_UP 0.0/0.0",
                        "12:20 ROLLED_BACK");
    }

    @Test
    void stagesThatMovedNoTrafficAreNotGoneThroughAgainOnTheWayBack() {
        Shifts shifts = new Shifts(blueGreen(5, pause(60, Action.ROLLBACK, LifecycleStage.POST_SCALE_UP)));
        shifts.settle();
        shifts.failure = "Somebody asked.";
        shifts.take();
        assertThat(shifts.diary).endsWith("12:00 CLEAN_UP 0.0/0.0");
    }

    @Test
    void theHooksOfTheShiftStagesRunAgainOnTheWayBackAndTheirFailureChangesNothing() {
        Shifts shifts = new Shifts(blueGreen(
                5,
                function(Action.ROLLBACK, LifecycleStage.TEST_TRAFFIC_SHIFT, LifecycleStage.PRODUCTION_TRAFFIC_SHIFT)));
        for (int stage = 0; stage < 2; stage++) {
            shifts.settle();
            shifts.answer(Status.SUCCEEDED);
        }
        shifts.settle();
        assertThat(shifts.shift.stage()).isEqualTo(LifecycleStage.BAKE_TIME);
        shifts.failure = "An alarm.";
        shifts.settle();
        assertThat(shifts.shift.stage()).isEqualTo(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT);
        assertThat(shifts.shift.hooks()).singleElement().matches(run -> run.open());
        shifts.answer(Status.FAILED);
        shifts.settle();
        assertThat(shifts.shift.stage()).isEqualTo(LifecycleStage.TEST_TRAFFIC_SHIFT);
        shifts.answer(Status.FAILED);
        shifts.greenLeft = 0;
        shifts.settle();
        assertThat(shifts.shift.end()).isEqualTo(End.ROLLED_BACK);
    }

    @Test
    void allHooksOfAStageRunTogetherAndOneThatFailsDoesNotWaitForTheOthers() {
        Shifts shifts = new Shifts(blueGreen(
                5,
                function(Action.ROLLBACK, LifecycleStage.POST_SCALE_UP),
                pause(60, Action.ROLLBACK, LifecycleStage.POST_SCALE_UP)));
        shifts.settle();
        assertThat(shifts.shift.hooks())
                .extracting(run -> run.status())
                .containsExactly(Status.IN_PROGRESS, Status.AWAITING_ACTION);
        shifts.shift = shifts.shift.with(
                shifts.shift.hooks().getFirst().ended(Status.FAILED, ShiftWording.returnedFailed(Shifts.URL)));
        assertThat(shifts.next())
                .isEqualTo(new ShiftStep.TurnBack(
                        LifecycleStage.CLEAN_UP,
                        "Service deployment rolled back because POST_SCALE_UP lifecycle hook(s) failed. Lifecycle hook"
                                + " target http://127.0.0.1:9000/check returned FAILED status."));
    }

    @Test
    void aFunctionThatIsInProgressIsCalledAgainWhenItAskedFor() {
        Shifts shifts = new Shifts(blueGreen(5, function(Action.ROLLBACK, LifecycleStage.POST_SCALE_UP)));
        shifts.settle();
        var run = shifts.shift.hooks().getFirst();
        assertThat(run.awaitsAnswer()).isTrue();
        shifts.shift = shifts.shift.with(run.putOff(NOON.plusSeconds(30), null));
        assertThat(shifts.next()).isEqualTo(new ShiftStep.Stay(NOON.plusSeconds(30)));
        shifts.now = NOON.plusSeconds(30);
        shifts.settle();
        assertThat(shifts.shift.hooks().getFirst()).satisfies(again -> {
            assertThat(again.awaitsAnswer()).isTrue();
            assertThat(again.id()).isEqualTo(run.id());
            assertThat(again.calls()).isEqualTo(2);
        });
    }

    @ParameterizedTest
    @CsvSource({"CONTINUE, SUCCESSFUL", "ROLLBACK, ROLLED_BACK"})
    void aPauseThatNobodyEndsDoesWhatItsTimeOutSays(Action action, End end) {
        Shifts shifts = new Shifts(blueGreen(0, pause(20160, action, LifecycleStage.POST_SCALE_UP)));
        shifts.settle();
        assertThat(shifts.next()).isEqualTo(new ShiftStep.Stay(NOON.plus(Duration.ofDays(14))));
        shifts.greenLeft = action == Action.ROLLBACK ? 0 : 4;
        shifts.play();
        assertThat(shifts.shift.end()).isEqualTo(end);
    }

    @Test
    void tellsWhyAPauseOrAFunctionTimedOut() {
        Shifts paused = new Shifts(blueGreen(0, pause(60, Action.ROLLBACK, LifecycleStage.PRE_SCALE_UP)));
        paused.answer(Status.TIMED_OUT);
        assertThat(reason(paused))
                .isEqualTo("Service deployment rolled back because PRE_SCALE_UP pause hook timed out.");
        Shifts called = new Shifts(blueGreen(0, function(Action.ROLLBACK, LifecycleStage.PRE_SCALE_UP)));
        called.answer(Status.TIMED_OUT);
        assertThat(reason(called))
                .startsWith("Service deployment rolled back because PRE_SCALE_UP lifecycle hook(s) failed.");
    }

    @Test
    void aStageThatTakesADayFailsAndBakeTimeOnlyADayAfterItsEnd() {
        Shifts scaling = new Shifts(blueGreen(5));
        scaling.healthyGreen = 3;
        scaling.play();
        assertThat(scaling.shift.end()).isEqualTo(End.UNDECIDED);
        assertThat(scaling.now).isEqualTo(NOON.plus(Duration.ofHours(24)));
        assertThat(scaling.shift.retreat())
                .isNotNull()
                .satisfies(retreat -> assertThat(retreat.reason())
                        .isEqualTo(
                                "Service deployment rolled back because SCALE_UP did not complete within 24 hours."));

        Shifts baking = new Shifts(blueGreen(1440));
        baking.settle();
        baking.healthyGreen = 3;
        baking.now = NOON.plus(Duration.ofHours(47));
        baking.settle();
        assertThat(baking.shift.goesBack()).isFalse();
        baking.now = NOON.plus(Duration.ofHours(48));
        baking.settle();
        assertThat(baking.shift.goesBack()).isTrue();
    }

    @Test
    void aDeploymentThatTakesThirtyDaysFails() {
        Shifts shifts = new Shifts(blueGreen(
                5,
                pause(20160, Action.ROLLBACK, LifecycleStage.PRE_SCALE_UP),
                pause(20160, Action.ROLLBACK, LifecycleStage.POST_SCALE_UP),
                pause(20160, Action.ROLLBACK, LifecycleStage.POST_TEST_TRAFFIC_SHIFT)));
        for (int pause = 0; pause < 2; pause++) {
            shifts.now = shifts.now.plus(Duration.ofDays(13));
            shifts.answer(Status.SUCCEEDED);
            shifts.settle();
        }
        assertThat(shifts.shift.stage()).isEqualTo(LifecycleStage.POST_TEST_TRAFFIC_SHIFT);
        assertThat(shifts.next()).isEqualTo(new ShiftStep.Stay(NOON.plus(Duration.ofDays(30))));
        shifts.now = NOON.plus(Duration.ofDays(30));
        assertThat(reason(shifts))
                .isEqualTo("Service deployment rolled back because it did not complete within 30 days.");
    }

    @Test
    void noTrafficIsShiftedToAGreenThatLostATask() {
        Shifts shifts = new Shifts(canary(100, 10, 5));
        shifts.settle();
        shifts.healthyGreen = 3;
        shifts.now = NOON.plusSeconds(600);
        shifts.settle();
        assertThat(shifts.shift.productionTenths()).isEqualTo(100);
        shifts.healthyGreen = 4;
        shifts.settle();
        assertThat(shifts.shift.productionTenths()).isEqualTo(1000);
        shifts.healthyGreen = 3;
        shifts.now = NOON.plusSeconds(3600);
        shifts.settle();
        assertThat(shifts.shift.stage())
                .as("blue is not given up for less than all of green")
                .isEqualTo(LifecycleStage.BAKE_TIME);
    }

    @Test
    void aThirdRevisionIsClearedAwayFirst() {
        assertThat(ShiftPlanner.first(2)).isEqualTo(LifecycleStage.RECONCILE_SERVICE);
        assertThat(ShiftPlanner.first(0)).isEqualTo(LifecycleStage.PRE_SCALE_UP);
    }

    private static String reason(Shifts shifts) {
        return shifts.next() instanceof ShiftStep.TurnBack(var stage, var reason)
                ? reason
                : shifts.next().toString();
    }
}
