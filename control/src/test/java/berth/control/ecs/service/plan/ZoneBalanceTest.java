package berth.control.ecs.service.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.service.plan.Copy.Phase;
import berth.control.ecs.service.plan.ZoneBalance.Move;
import berth.kernel.Rng;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ZoneBalanceTest {
    private static final List<String> ZONES = List.of("a", "b", "c");

    private final List<Copy> copies = new ArrayList<>();
    private int made;

    private ZoneBalanceTest with(String zone, int count) {
        for (int i = 0; i < count; i++) {
            add(zone, Phase.HEALTHY, false);
        }
        return this;
    }

    private void add(String zone, Phase phase, boolean guarded) {
        copies.add(new Copy("t%03d".formatted(++made), 0, phase, zone, "h-" + zone, Instant.EPOCH, guarded, false));
    }

    private Move next(int desired, int upper) {
        return ZoneBalance.next(new Situation(desired, desired, upper, true, true, -1, 0, copies), ZONES);
    }

    private void addOn(String provider, String zone) {
        copies.add(new Copy(
                "t%03d".formatted(++made), 0, Phase.HEALTHY, zone, "h-" + zone, Instant.EPOCH, false, false, provider));
    }

    private Move next(int desired, int upper, List<CapacityProviderStrategyItem> strategy) {
        return ZoneBalance.next(new Situation(desired, desired, upper, true, true, -1, 0, strategy, copies), ZONES);
    }

    private static SortedMap<String, Integer> counts(int a, int b, int c) {
        return new TreeMap<>(java.util.Map.of("a", a, "b", b, "c", c));
    }

    private void allBecome(Phase phase) {
        copies.replaceAll(copy -> new Copy(
                copy.id(),
                copy.deployment(),
                phase,
                copy.zone(),
                copy.host(),
                copy.createdAt(),
                copy.guarded(),
                copy.leaving()));
    }

    @Test
    void fiveTasksInThreeZonesEndAsTwoTwoAndOne() {
        with("a", 4).with("b", 1);

        assertThat(next(5, 10))
                .isEqualTo(
                        new Move.Start(counts(4, 1, 0), List.of(new Move.Place("c", null), new Move.Place("b", null))));
        add("b", Phase.STARTING, false);
        add("c", Phase.SETTLING, false);
        assertThat(next(5, 10)).isEqualTo(new Move.Wait());

        allBecome(Phase.HEALTHY);
        Move.Stop stop = (Move.Stop) next(5, 10);
        assertThat(stop.copies()).hasSize(2).allMatch(copy -> copy.zone().equals("a"));
        copies.removeAll(stop.copies());
        assertThat(next(5, 10)).isEqualTo(new Move.Balanced(counts(2, 2, 1)));
    }

    @Test
    void withRoomForOneTheEmptiestZoneGetsItFirst() {
        with("a", 4).with("b", 1);

        assertThat(((Move.Start) next(5, 6)).places()).containsExactly(new Move.Place("c", null));
        assertThat(next(5, 5)).isEqualTo(new Move.NoRoom());
    }

    @Test
    void protectedTasksAreNotMoved() {
        with("b", 1);
        add("a", Phase.HEALTHY, true);
        add("a", Phase.HEALTHY, true);
        add("a", Phase.HEALTHY, true);
        add("a", Phase.HEALTHY, false);
        assertThat(((Move.Start) next(5, 10)).places()).containsExactly(new Move.Place("c", null));

        copies.removeLast();
        add("a", Phase.HEALTHY, true);
        assertThat(next(5, 10)).isEqualTo(new Move.Held());
    }

    @Test
    void eachProviderKeepsItsShare() {
        List<CapacityProviderStrategyItem> strategy = List.of(
                new CapacityProviderStrategyItem("FARGATE", 2, 0),
                new CapacityProviderStrategyItem("FARGATE_SPOT", 0, 1));
        addOn("FARGATE", "a");
        addOn("FARGATE", "a");

        assertThat(next(2, 4, strategy))
                .isEqualTo(new Move.Start(counts(2, 0, 0), List.of(new Move.Place("b", "FARGATE"))));
        addOn("FARGATE", "b");
        Move.Stop stop = (Move.Stop) next(2, 4, strategy);
        assertThat(stop.copies())
                .singleElement()
                .matches(copy -> copy.zone().equals("a") && "FARGATE".equals(copy.provider()));
    }

    @Test
    void aTaskOfAProviderThatHasNoShareGoesForOneOfTheStrategy() {
        addOn("FARGATE", "a");
        addOn("gone", "a");

        assertThat(next(2, 4, List.of(new CapacityProviderStrategyItem("FARGATE", 0, 1))))
                .isEqualTo(new Move.Start(counts(2, 0, 0), List.of(new Move.Place("b", null))));
    }

    @Test
    void theBalanceOfTwoTasksInThreeZonesIsOneEach() {
        with("a", 1).with("c", 1);
        assertThat(next(2, 4)).isEqualTo(new Move.Balanced(counts(1, 0, 1)));
    }

    @Test
    void aZoneThatTheServiceMayNoLongerUseIsEmptied() {
        with("a", 1).with("b", 1).with("x", 1);
        assertThat(((Move.Start) next(3, 6)).places()).containsExactly(new Move.Place("c", null));
    }

    @Test
    void oneZoneIsAlwaysBalanced() {
        with("a", 3);
        assertThat(ZoneBalance.next(new Situation(3, 3, 6, true, true, -1, 0, copies), List.of("a")))
                .isInstanceOf(Move.Balanced.class);
    }

    @Property(tries = 300)
    void itEndsBalancedWithoutEverHavingFewerThanWanted(
            @ForAll @IntRange(min = 0, max = 12) int desired,
            @ForAll @IntRange(min = 1, max = 6) int room,
            @ForAll long seed) {
        copies.clear();
        Rng rng = Rng.seeded(seed);
        for (int i = 0; i < desired; i++) {
            add(ZONES.get(rng.nextInt(3)), Phase.HEALTHY, false);
        }
        for (int i = 0; i < 60; i++) {
            switch (next(desired, desired + room)) {
                case Move.Start start -> start.places().forEach(place -> add(place.zone(), Phase.STARTING, false));
                case Move.Wait wait -> allBecome(Phase.HEALTHY);
                case Move.Stop stop -> copies.removeAll(stop.copies());
                case Move.Balanced balanced -> {
                    assertThat(copies).hasSize(desired);
                    int most = balanced.counts().values().stream()
                            .max(Integer::compare)
                            .orElse(0);
                    int least = balanced.counts().values().stream()
                            .min(Integer::compare)
                            .orElse(0);
                    assertThat(most - least).isLessThanOrEqualTo(1);
                    return;
                }
                case Move.Held held -> throw new AssertionError("nothing is protected");
                case Move.NoRoom none -> throw new AssertionError("there is room");
            }
            assertThat(copies.size()).isBetween(desired, desired + room);
        }
        throw new AssertionError("it does not come to an end: " + copies);
    }
}
