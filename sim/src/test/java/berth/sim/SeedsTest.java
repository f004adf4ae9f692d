package berth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import berth.kernel.Resources;
import org.junit.jupiter.api.Test;

/// Five hundred worlds; none may break a rule, and together they must have seen everything.
class SeedsTest {
    private static final int SEEDS = Integer.getInteger("berth.sim.seeds", 500);

    @Test
    void everySeedIsCleanAndTogetherTheyCoverEverything() {
        Report report = Report.of(1, SEEDS, World.Setup::of, System.out::println);
        System.out.println(report.table());
        assertThat(report.failed()).isEmpty();
        assertThat(report.leastEvents()).isGreaterThanOrEqualTo(Run.LEAST_EVENTS);
        if (SEEDS >= 200) {
            assertThat(report.zeros()).as("never seen").isEmpty();
        }
    }

    @Test
    void aSeedRunsTheSameWayTwice() {
        for (long seed = 501; seed <= 503; seed++) {
            assertThat(Run.of(seed, World.Setup.USUAL).hash())
                    .isEqualTo(Run.of(seed, World.Setup.USUAL).hash());
        }
    }

    @Test
    void withoutAnyWakeUpTheResyncAloneGetsThere() {
        World.Setup deaf = new World.Setup(1, new Resources(4096, 8192), true, null);
        Report report = Report.of(601, 5, seed -> deaf, System.out::println);
        assertThat(report.failed()).isEmpty();
        assertThat(report.coverage().faults().get(Chaos.Fault.WAKES_LOST)).isPositive();
    }
}
