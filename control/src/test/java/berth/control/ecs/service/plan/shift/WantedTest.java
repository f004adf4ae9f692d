package berth.control.ecs.service.plan.shift;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.model.TrafficShift.End;
import berth.control.ecs.service.model.TrafficShift.Retreat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WantedTest {

    @ParameterizedTest
    @CsvSource({
        "RECONCILE_SERVICE,             4, 0",
        "PRE_SCALE_UP,                  4, 0",
        "SCALE_UP,                      4, 4",
        "POST_SCALE_UP,                 4, 4",
        "TEST_TRAFFIC_SHIFT,            4, 4",
        "POST_TEST_TRAFFIC_SHIFT,       4, 4",
        "PRE_PRODUCTION_TRAFFIC_SHIFT,  4, 4",
        "PRODUCTION_TRAFFIC_SHIFT,      4, 4",
        "POST_PRODUCTION_TRAFFIC_SHIFT, 4, 4",
        "BAKE_TIME,                     4, 4",
        "CLEAN_UP,                      0, 4"
    })
    void bothRevisionsHaveTheirTasksFromScaleUpToBakeTime(LifecycleStage stage, int blue, int green) {
        assertThat(Wanted.of(at(stage, false, End.UNDECIDED), 4, 0)).isEqualTo(new Wanted(blue, green));
    }

    @ParameterizedTest
    @EnumSource(LifecycleStage.class)
    void onTheWayBackGreenGetsNoTaskMoreAndGoesWithCleanUp(LifecycleStage stage) {
        int green = stage == LifecycleStage.CLEAN_UP ? 0 : 3;
        assertThat(Wanted.of(at(stage, true, End.UNDECIDED), 4, 3)).isEqualTo(new Wanted(4, green));
    }

    @Test
    void whatIsOverHasTheTasksOfWhoeverServes() {
        assertThat(Wanted.of(at(LifecycleStage.CLEAN_UP, false, End.SUCCESSFUL), 4, 4))
                .isEqualTo(new Wanted(0, 4));
        assertThat(Wanted.of(at(LifecycleStage.CLEAN_UP, true, End.ROLLED_BACK), 4, 4))
                .isEqualTo(new Wanted(4, 0));
        assertThat(Wanted.of(at(LifecycleStage.SCALE_UP, false, End.STRANDED), 4, 2))
                .as("nothing more is launched")
                .isEqualTo(new Wanted(4, 2));
    }

    @ParameterizedTest
    @CsvSource({"0, 100, 0", "100, 90, 10", "125, 875, 125", "1, 999, 1", "999, 1, 999", "1000, 0, 100"})
    void weightsSumToAWholeAndStayBelowAThousand(int tenths, int blue, int green) {
        assertThat(Weights.of(tenths)).isEqualTo(new Weights(blue, green));
    }

    @Test
    void everyShareGivesWeightsThatSumToAWhole() {
        for (int tenths = 0; tenths <= 1000; tenths++) {
            Weights weights = Weights.of(tenths);
            int sum = weights.blue() + weights.green();
            assertThat(sum).isIn(100, 1000);
            assertThat((long) weights.green() * 1000).isEqualTo((long) tenths * sum);
            assertThat(weights.blue()).isBetween(0, 999);
            assertThat(weights.green()).isBetween(0, 999);
        }
    }

    private static TrafficShift at(LifecycleStage stage, boolean back, End end) {
        return new TrafficShift(
                Shifts.GREEN,
                Shifts.BLUE,
                stage,
                0,
                0,
                0,
                Shifts.NOON,
                Shifts.NOON,
                List.of(),
                back ? new Retreat("It failed.", Shifts.NOON, true, true) : null,
                end);
    }
}
