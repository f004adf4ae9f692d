package berth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import berth.sim.Checkers.Checker;
import berth.sim.Checkers.Violation;
import java.util.Arrays;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Each checker finds a bug that was planted for it, and without that checker nobody finds it.
@Execution(ExecutionMode.CONCURRENT)
class PlantedBugTest {
    private static final long FIRST = 711;
    private static final int TRIES = 100;

    @Test
    void everyCheckerHasABug() {
        EnumSet<Checker> found = EnumSet.noneOf(Checker.class);
        Arrays.stream(PlantedBug.values()).forEach(bug -> found.add(bug.finder()));
        assertThat(found).isEqualTo(EnumSet.allOf(Checker.class));
    }

    @ParameterizedTest
    @EnumSource(PlantedBug.class)
    void isFoundByItsCheckerAlone(PlantedBug bug) {
        long seed = FIRST;
        while (violation(bug, seed, null) == null && seed < FIRST + TRIES) {
            seed++;
        }
        assertThat(violation(bug, seed, null)).isEqualTo(bug.finder());
        for (long without = FIRST; without <= seed; without++) {
            assertThat(violation(bug, without, bug.finder()))
                    .as("seed %d without %s", without, bug.finder())
                    .isNull();
        }
    }

    private static @Nullable Checker violation(PlantedBug bug, long seed, @Nullable Checker without) {
        World world =
                new World(seed, new World.Setup(World.Setup.USUAL.hosts(), World.Setup.USUAL.capacity(), false, bug));
        if (without != null) {
            world.checkers().allBut(without);
        }
        try {
            Run.of(world);
            return null;
        } catch (Violation violation) {
            return violation.checker();
        }
    }
}
