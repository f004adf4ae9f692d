package berth.control.ecs.service.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.plan.Copy.Phase;
import berth.kernel.Rng;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// Random lives of tasks around the planner: the bounds hold whatever happens, and when the world stops being
/// unkind every rollout that the percents allow comes to its end.
class RolloutPropertyTest {
    private static final int NEW = 0;
    private static final int OLD = 1;

    @Property(tries = 400)
    void theBoundsHoldButForLosses(
            @ForAll @IntRange(min = 0, max = 9) int desired,
            @ForAll @IntRange(min = 0, max = 100) int minimum,
            @ForAll @IntRange(min = 100, max = 250) int maximum,
            @ForAll long seed) {
        Rng rng = Rng.seeded(seed);
        Fleet fleet = new Fleet(desired, minimum, maximum).with(desired, OLD, Phase.HEALTHY);
        for (int i = 0; i < 80; i++) {
            step(fleet);
            worldMoves(fleet, rng);
        }
        List.copyOf(fleet.copies).forEach(copy -> fleet.guard(copy, false));
        for (int i = 0; i < 200; i++) {
            step(fleet);
            worldHeals(fleet);
        }
        Step last = fleet.plan();
        boolean possible = fleet.lower < desired || fleet.upper > desired;
        boolean anythingNew = fleet.count(OLD, Phase.HEALTHY) == 0;
        assertThat(last.nothing()).isTrue();
        assertThat(last.steady()).isEqualTo(possible || anythingNew);
        assertThat(last.stuck()).isEqualTo(!last.steady());
    }

    private static void step(Fleet fleet) {
        Step step = fleet.plan();
        int healthyBefore = fleet.healthy();
        int allBefore = fleet.copies.size();
        fleet.take(step);
        if (step.start() > 0) {
            assertThat(allBefore + step.start()).as("upper").isLessThanOrEqualTo(fleet.upper);
        }
        if (fleet.healthy() < healthyBefore) {
            assertThat(fleet.healthy()).as("lower").isGreaterThanOrEqualTo(fleet.lower);
        }
        assertThat(step.stops()).doesNotHaveDuplicates();
        assertThat(step.stops())
                .as("protected")
                .noneMatch(stop -> stop.copy().guarded() && stop.why() != Step.Why.UNHEALTHY);
    }

    private static void worldMoves(Fleet fleet, Rng rng) {
        for (Copy copy : List.copyOf(fleet.copies)) {
            if (rng.chance(0.1)) {
                fleet.guard(copy, !copy.guarded());
                continue;
            }
            if (!rng.chance(0.4)) {
                continue;
            }
            switch (copy.phase()) {
                case STARTING -> fleet.move(copy, rng.chance(0.2) ? Phase.STOPPING : Phase.SETTLING);
                case SETTLING -> fleet.move(copy, rng.chance(0.2) ? Phase.UNHEALTHY : Phase.HEALTHY);
                case HEALTHY -> fleet.move(copy, rng.chance(0.2) ? Phase.STOPPING : Phase.HEALTHY);
                case UNHEALTHY -> fleet.move(copy, rng.chance(0.3) ? Phase.HEALTHY : Phase.UNHEALTHY);
                case STOPPING -> fleet.copies.remove(copy);
            }
        }
    }

    private static void worldHeals(Fleet fleet) {
        fleet.forgetStopped();
        fleet.all(Phase.SETTLING, Phase.HEALTHY);
        fleet.all(Phase.STARTING, Phase.SETTLING);
    }

    @Property(tries = 200)
    void withoutTroubleNoHealthyTaskIsMissedAndNoneIsTooMany(
            @ForAll @IntRange(min = 1, max = 12) int desired,
            @ForAll @IntRange(min = 0, max = 100) int minimum,
            @ForAll @IntRange(min = 100, max = 300) int maximum) {
        Fleet fleet = new Fleet(desired, minimum, maximum).with(desired, OLD, Phase.HEALTHY);
        for (int i = 0; i < 200; i++) {
            step(fleet);
            assertThat(fleet.healthy()).isGreaterThanOrEqualTo(fleet.lower);
            assertThat(fleet.copies.size()).isLessThanOrEqualTo(Math.max(fleet.upper, desired));
            worldHeals(fleet);
        }
        boolean possible = fleet.lower < desired || fleet.upper > desired;
        assertThat(fleet.count(NEW, Phase.HEALTHY)).isEqualTo(possible ? desired : 0);
    }
}
