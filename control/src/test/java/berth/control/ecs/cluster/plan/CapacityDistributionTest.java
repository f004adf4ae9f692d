package berth.control.ecs.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CapacityDistributionTest {
    private static final List<CapacityProviderStrategyItem> ONE_TO_THREE = List.of(item("F", 1, 1), item("S", 0, 3));

    @Test
    void theBaseComesFirstAndTheRestByWeight() {
        assertThat(CapacityDistribution.next(ONE_TO_THREE, new TreeMap<>(), 9))
                .containsExactly("F", "S", "S", "F", "S", "S", "S", "F", "S");
        assertThat(CapacityDistribution.shares(ONE_TO_THREE, new TreeMap<>(), 9))
                .isEqualTo(Map.of("F", 3, "S", 6));
    }

    @Test
    void tasksAreGivenUpInTheOppositeOrder() {
        assertThat(given(up(ONE_TO_THREE, 9), 4, ONE_TO_THREE)).containsExactly("S", "F", "S", "S");
    }

    @Test
    void whatIsThereCountsTowardsTheShares() {
        assertThat(CapacityDistribution.next(ONE_TO_THREE, new TreeMap<>(Map.of("S", 6)), 4))
                .containsExactly("F", "F", "F", "S");
    }

    @Test
    void weightZeroGetsItsBaseOnly() {
        var strategy = List.of(item("S", 0, 1), item("F", 2, 0));

        assertThat(CapacityDistribution.next(strategy, new TreeMap<>(), 5)).containsExactly("F", "F", "S", "S", "S");
        assertThat(CapacityDistribution.surplus(strategy, new TreeMap<>(Map.of("F", 2, "S", 3))))
                .containsExactly("S", "F");
    }

    @Test
    void tasksOfAProviderWithoutAShareGoFirst() {
        assertThat(CapacityDistribution.surplus(
                        List.of(item("F", 0, 1)), new TreeMap<>(Map.of("F", 9, "old", 1, "", 2))))
                .containsExactly("", "old", "F");
        assertThat(CapacityDistribution.surplus(
                        List.of(item("F", 1, 0), item("S", 0, 1)), new TreeMap<>(Map.of("F", 2, "S", 9))))
                .containsExactly("F", "S");
    }

    @Property
    void goingUpAndDownMeetAtTheSameCounts(
            @ForAll @IntRange(max = 5) int base,
            @ForAll @IntRange(min = 1, max = 7) int one,
            @ForAll @IntRange(max = 7) int two,
            @ForAll @IntRange(max = 40) int count,
            @ForAll @IntRange(max = 40) int more) {
        var strategy = List.of(item("a", 0, one), item("b", base, two), item("c", 0, 2));

        TreeMap<String, Integer> high = up(strategy, count + more);
        given(high, more, strategy);

        assertThat(high).isEqualTo(up(strategy, count));
    }

    /// Takes tasks away, and says whose.
    private static List<String> given(
            TreeMap<String, Integer> has, int count, List<CapacityProviderStrategyItem> strategy) {
        List<String> given = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String provider = CapacityDistribution.surplus(strategy, has).getFirst();
            has.computeIfPresent(provider, (name, left) -> left == 1 ? null : left - 1);
            given.add(provider);
        }
        return given;
    }

    private static TreeMap<String, Integer> up(List<CapacityProviderStrategyItem> strategy, int count) {
        return new TreeMap<>(CapacityDistribution.shares(strategy, new TreeMap<>(), count));
    }

    private static CapacityProviderStrategyItem item(String provider, int base, int weight) {
        return new CapacityProviderStrategyItem(provider, base, weight);
    }
}
