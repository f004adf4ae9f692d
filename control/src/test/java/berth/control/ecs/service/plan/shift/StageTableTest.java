package berth.control.ecs.service.plan.shift;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.HookRun.Status;
import berth.control.ecs.service.model.LifecycleHook.Action;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.ShiftStrategy;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.model.TrafficShift.End;
import berth.control.ecs.service.model.TrafficShift.Retreat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every stage with every input, forth and back: what comes of it.
class StageTableTest {
    private static final Instant NOW = Shifts.NOON;

    /// A cell: `stay`, `hooks` (a run changes), the next stage, `back:STAGE` (it turns back), `end:HOW`.
    /// Columns, in order of [Input]: all there; not there yet; all there, but its time is not over; a hook is
    /// open; a hook is due to be called again; a hook's time is over; a hook failed; a hook timed out with
    /// CONTINUE; a failure from outside; not there for a day.
    private static final String FORTH = """
            RECONCILE_SERVICE             PRE_SCALE_UP                  stay stay stay hooks hooks back:CLEAN_UP PRE_SCALE_UP back:CLEAN_UP back:CLEAN_UP
            PRE_SCALE_UP                  SCALE_UP                      SCALE_UP SCALE_UP stay hooks hooks back:CLEAN_UP SCALE_UP back:CLEAN_UP SCALE_UP
            SCALE_UP                      POST_SCALE_UP                 stay POST_SCALE_UP stay hooks hooks back:CLEAN_UP POST_SCALE_UP back:CLEAN_UP back:CLEAN_UP
            POST_SCALE_UP                 TEST_TRAFFIC_SHIFT            stay TEST_TRAFFIC_SHIFT stay hooks hooks back:CLEAN_UP TEST_TRAFFIC_SHIFT back:CLEAN_UP back:CLEAN_UP
            TEST_TRAFFIC_SHIFT            POST_TEST_TRAFFIC_SHIFT       POST_TEST_TRAFFIC_SHIFT POST_TEST_TRAFFIC_SHIFT stay hooks hooks back:TEST_TRAFFIC_SHIFT POST_TEST_TRAFFIC_SHIFT back:TEST_TRAFFIC_SHIFT POST_TEST_TRAFFIC_SHIFT
            POST_TEST_TRAFFIC_SHIFT       PRE_PRODUCTION_TRAFFIC_SHIFT  PRE_PRODUCTION_TRAFFIC_SHIFT PRE_PRODUCTION_TRAFFIC_SHIFT stay hooks hooks back:TEST_TRAFFIC_SHIFT PRE_PRODUCTION_TRAFFIC_SHIFT back:TEST_TRAFFIC_SHIFT PRE_PRODUCTION_TRAFFIC_SHIFT
            PRE_PRODUCTION_TRAFFIC_SHIFT  PRODUCTION_TRAFFIC_SHIFT      stay PRODUCTION_TRAFFIC_SHIFT stay hooks hooks back:TEST_TRAFFIC_SHIFT PRODUCTION_TRAFFIC_SHIFT back:TEST_TRAFFIC_SHIFT back:TEST_TRAFFIC_SHIFT
            PRODUCTION_TRAFFIC_SHIFT      PRE_PRODUCTION_TRAFFIC_SHIFT  stay stay stay hooks hooks back:PRODUCTION_TRAFFIC_SHIFT PRE_PRODUCTION_TRAFFIC_SHIFT back:PRODUCTION_TRAFFIC_SHIFT back:PRODUCTION_TRAFFIC_SHIFT
            POST_PRODUCTION_TRAFFIC_SHIFT BAKE_TIME                     BAKE_TIME BAKE_TIME stay hooks hooks back:PRODUCTION_TRAFFIC_SHIFT BAKE_TIME back:PRODUCTION_TRAFFIC_SHIFT BAKE_TIME
            BAKE_TIME                     CLEAN_UP                      stay stay stay hooks hooks back:PRODUCTION_TRAFFIC_SHIFT CLEAN_UP back:PRODUCTION_TRAFFIC_SHIFT back:PRODUCTION_TRAFFIC_SHIFT
            CLEAN_UP                      end:SUCCESSFUL                stay end:SUCCESSFUL stay hooks hooks end:SUCCESSFUL end:SUCCESSFUL end:SUCCESSFUL stay
            """;

    /// The way back has three stages; no input but tasks, open hooks and a day's time counts on it.
    private static final String BACK = """
            PRODUCTION_TRAFFIC_SHIFT TEST_TRAFFIC_SHIFT TEST_TRAFFIC_SHIFT TEST_TRAFFIC_SHIFT stay hooks hooks TEST_TRAFFIC_SHIFT TEST_TRAFFIC_SHIFT TEST_TRAFFIC_SHIFT TEST_TRAFFIC_SHIFT
            TEST_TRAFFIC_SHIFT       CLEAN_UP           CLEAN_UP CLEAN_UP stay hooks hooks CLEAN_UP CLEAN_UP CLEAN_UP CLEAN_UP
            CLEAN_UP                 end:ROLLED_BACK    stay end:ROLLED_BACK stay hooks hooks end:ROLLED_BACK end:ROLLED_BACK end:ROLLED_BACK stay
            """;

    private enum Input {
        THERE,
        NOT_THERE,
        TOO_EARLY,
        HOOK_OPEN,
        HOOK_DUE,
        HOOK_OVERDUE,
        HOOK_FAILED,
        HOOK_TIMED_OUT_AND_CONTINUES,
        FAILURE,
        NOT_THERE_FOR_A_DAY
    }

    @TestFactory
    List<DynamicTest> eachStageWithEachInput() {
        List<DynamicTest> tests = new ArrayList<>();
        List<LifecycleStage> stages = new ArrayList<>();
        for (String row : FORTH.lines().toList()) {
            stages.add(add(tests, row, false));
        }
        for (String row : BACK.lines().toList()) {
            add(tests, row, true);
        }
        tests.add(DynamicTest.dynamicTest(
                "no stage is left out", () -> assertThat(stages).containsExactly(LifecycleStage.values())));
        return tests;
    }

    /// With nothing to go back to, what would turn back ends.
    @TestFactory
    List<DynamicTest> eachFailureWithoutAPredecessor() {
        return Arrays.stream(LifecycleStage.values())
                .filter(stage -> stage != LifecycleStage.CLEAN_UP)
                .map(stage -> DynamicTest.dynamicTest(stage + " without blue", () -> {
                    Shifts shifts = shifts(stage, Input.FAILURE, false);
                    shifts.hasBlue = false;
                    assertThat(shown(shifts.next())).isEqualTo("end:STRANDED");
                }))
                .toList();
    }

    @TestFactory
    List<DynamicTest> whatIsOverStaysAsItIs() {
        return Arrays.stream(End.values())
                .filter(end -> end != End.UNDECIDED)
                .map(end -> DynamicTest.dynamicTest(end.toString(), () -> {
                    Shifts shifts = shifts(LifecycleStage.CLEAN_UP, Input.FAILURE, false);
                    shifts.shift = shifts.shift.ended(end);
                    assertThat(shifts.next()).isEqualTo(new ShiftStep.Stay(null));
                }))
                .toList();
    }

    private static LifecycleStage add(List<DynamicTest> tests, String row, boolean back) {
        List<String> cells = List.of(row.trim().split(" +"));
        LifecycleStage stage = LifecycleStage.valueOf(cells.getFirst());
        assertThat(cells).hasSize(Input.values().length + 1);
        for (Input input : Input.values()) {
            String expected = cells.get(input.ordinal() + 1);
            tests.add(DynamicTest.dynamicTest(
                    (back ? "back " : "forth ") + stage + " " + input + " -> " + expected,
                    () -> assertThat(shown(shifts(stage, input, back).next())).isEqualTo(expected)));
        }
        return stage;
    }

    private static Shifts shifts(LifecycleStage stage, Input input, boolean back) {
        Shifts shifts = new Shifts(new ShiftStrategy(
                ShiftStrategy.Kind.LINEAR,
                5,
                250,
                5,
                List.of(Shifts.function(
                        input == Input.HOOK_TIMED_OUT_AND_CONTINUES ? Action.CONTINUE : Action.ROLLBACK))));
        boolean missing = input == Input.NOT_THERE || input == Input.NOT_THERE_FOR_A_DAY;
        shifts.now = NOW;
        shifts.healthyGreen = missing ? 3 : 4;
        shifts.blueLeft = missing ? 1 : 0;
        shifts.othersLeft = missing || input == Input.TOO_EARLY && stage == LifecycleStage.RECONCILE_SERVICE ? 1 : 0;
        shifts.greenLeft = missing ? 1 : 0;
        shifts.failure = input == Input.FAILURE ? "It failed." : null;
        Instant enteredAt = enteredAt(stage, input);
        boolean production = stage.compareTo(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT) >= 0;
        boolean test = stage.compareTo(LifecycleStage.TEST_TRAFFIC_SHIFT) >= 0;
        HookRun run = run(input);
        shifts.shift = new TrafficShift(
                Shifts.GREEN,
                Shifts.BLUE,
                stage,
                0,
                production && !back ? 250 : 0,
                test && !back ? 1000 : 0,
                enteredAt,
                enteredAt,
                run == null ? List.of() : List.of(run),
                back ? new Retreat("It failed.", enteredAt, true, true) : null,
                End.UNDECIDED);
        return shifts;
    }

    private static Instant enteredAt(LifecycleStage stage, Input input) {
        return switch (input) {
            case TOO_EARLY -> NOW.minus(Duration.ofMinutes(4));
            case NOT_THERE_FOR_A_DAY -> NOW.minus(Duration.ofDays(stage == LifecycleStage.BAKE_TIME ? 2 : 1));
            case THERE,
                    NOT_THERE,
                    HOOK_OPEN,
                    HOOK_DUE,
                    HOOK_OVERDUE,
                    HOOK_FAILED,
                    HOOK_TIMED_OUT_AND_CONTINUES,
                    FAILURE -> NOW.minus(Duration.ofMinutes(5));
        };
    }

    private static @Nullable HookRun run(Input input) {
        HookRun open = HookRun.called(0, "id", NOW.plusSeconds(60));
        return switch (input) {
            case THERE, NOT_THERE, TOO_EARLY, FAILURE, NOT_THERE_FOR_A_DAY -> null;
            case HOOK_OPEN -> open;
            case HOOK_DUE -> open.putOff(NOW, null);
            case HOOK_OVERDUE -> HookRun.called(0, "id", NOW);
            case HOOK_FAILED -> open.ended(Status.FAILED, "It said so.");
            case HOOK_TIMED_OUT_AND_CONTINUES -> open.ended(Status.TIMED_OUT, null);
        };
    }

    private static String shown(ShiftStep step) {
        return switch (step) {
            case ShiftStep.Stay stay -> "stay";
            case ShiftStep.Hooks hooks -> "hooks";
            case ShiftStep.Enter enter -> enter.stage().toString();
            case ShiftStep.TurnBack back -> "back:" + back.stage();
            case ShiftStep.Finish finish -> "end:" + finish.end();
        };
    }
}
