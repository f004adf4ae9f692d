package berth.sim;

import static org.assertj.core.api.Assertions.assertThat;

import berth.sim.Checkers.Checker;
import berth.sim.Checkers.Violation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
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

    /// From which seed on, where those before are known to find nothing: a seed takes half a second or more, twice.
    /// As the world changes, other seeds will find them.
    private static final Map<PlantedBug, Long> FROM = Map.of(
            PlantedBug.GIVES_A_PORT_TWICE, 712L,
            PlantedBug.USES_ONE_PROVIDER_ONLY, 716L,
            PlantedBug.LEAVES_TRAFFIC_ON_GREEN, 735L,
            PlantedBug.STOPS_THE_ROUTER_TOO, 713L);

    @Test
    void everyCheckerHasABug() {
        EnumSet<Checker> found = EnumSet.noneOf(Checker.class);
        Arrays.stream(PlantedBug.values()).forEach(bug -> found.add(bug.finder()));
        assertThat(found).isEqualTo(EnumSet.allOf(Checker.class));
    }

    @ParameterizedTest
    @EnumSource(PlantedBug.class)
    void isFoundByItsCheckerAlone(PlantedBug bug) {
        long first = FROM.getOrDefault(bug, FIRST);
        long seed = first;
        while (violation(bug, seed, null) == null && seed < first + TRIES) {
            seed++;
        }
        assertThat(violation(bug, seed, null)).isEqualTo(bug.finder());
        for (long without = first; without <= seed; without++) {
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
