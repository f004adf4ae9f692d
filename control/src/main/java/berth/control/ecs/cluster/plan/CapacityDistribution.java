package berth.control.ecs.cluster.plan;

import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which capacity provider gets the next task, and which one gives up the next.
///
/// **Rule.** The provider with a base gets tasks until it has so many. Each further task goes to the provider for
/// which `(beyond + 1) / weight` is least, where `beyond` are the tasks that it has beyond its base; of equals to the
/// first of the strategy. Weight 0 gets nothing beyond its base. Tasks are given up in the opposite order: first those
/// of providers that have no share, then of the one for which `beyond / weight` is largest, of equals of the last of
/// the strategy; what a base holds goes last.
///
/// **Example.** FARGATE with base 1 and weight 1, FARGATE_SPOT with weight 3. Of nine tasks the first goes to FARGATE
/// for its base; the eight others go S, S, F, S, S, S, F, S, which makes 3 on FARGATE and 6 on FARGATE_SPOT. Down to
/// five, those that go are of S, F, S, S, which leaves 2 on FARGATE (its base and one) and 3 on FARGATE_SPOT.
///
/// ECS: base and weight; the order beyond that is not documented, any order that keeps the ratio would do.
public final class CapacityDistribution {
    private CapacityDistribution() {}

    /// The providers of the next tasks, one for each, in order.
    ///
    /// @param strategy not empty
    /// @param has tasks by provider
    public static List<String> next(
            List<CapacityProviderStrategyItem> strategy, SortedMap<String, Integer> has, int count) {
        SortedMap<String, Integer> filled = new TreeMap<>(has);
        List<String> next = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String provider = next(strategy, filled);
            filled.merge(provider, 1, Integer::sum);
            next.add(provider);
        }
        return next;
    }

    /// How many of the next tasks each provider gets, providers in the order in which they come up.
    public static Map<String, Integer> shares(
            List<CapacityProviderStrategyItem> strategy, SortedMap<String, Integer> has, int count) {
        Map<String, Integer> shares = new java.util.LinkedHashMap<>();
        next(strategy, has, count).forEach(provider -> shares.merge(provider, 1, Integer::sum));
        return shares;
    }

    /// The provider of the next task.
    public static String next(List<CapacityProviderStrategyItem> strategy, SortedMap<String, Integer> has) {
        CapacityProviderStrategyItem best = strategy.getFirst();
        for (CapacityProviderStrategyItem item : strategy) {
            if (has.getOrDefault(item.capacityProvider(), 0) < item.base()) {
                return item.capacityProvider();
            }
            if (item != best && isLess(beyond(item, has) + 1, item.weight(), beyond(best, has) + 1, best.weight())) {
                best = item;
            }
        }
        return best.capacityProvider();
    }

    /// The providers that have tasks, the one that gives up the next first.
    public static List<String> surplus(List<CapacityProviderStrategyItem> strategy, SortedMap<String, Integer> has) {
        List<String> order = new ArrayList<>();
        for (String provider : has.sequencedKeySet()) {
            if (strategy.stream().noneMatch(item -> item.capacityProvider().equals(provider))) {
                order.add(provider);
            }
        }
        List<CapacityProviderStrategyItem> left = new ArrayList<>(strategy.reversed());
        left.removeIf(item -> has.getOrDefault(item.capacityProvider(), 0) == 0);
        while (!left.isEmpty()) {
            CapacityProviderStrategyItem most = left.getFirst();
            for (CapacityProviderStrategyItem item : left) {
                if (goesBefore(item, most, has)) {
                    most = item;
                }
            }
            left.remove(most);
            order.add(most.capacityProvider());
        }
        return order;
    }

    private static boolean goesBefore(
            CapacityProviderStrategyItem item, CapacityProviderStrategyItem other, SortedMap<String, Integer> has) {
        int beyond = beyond(item, has);
        int others = beyond(other, has);
        if (beyond == 0 || others == 0) {
            return beyond > others;
        }
        return isLess(others, other.weight(), beyond, item.weight());
    }

    private static int beyond(CapacityProviderStrategyItem item, SortedMap<String, Integer> has) {
        return Math.max(0, has.getOrDefault(item.capacityProvider(), 0) - item.base());
    }

    /// Whether `a / aWeight < b / bWeight`; a weight of 0 makes it endless.
    private static boolean isLess(int a, int aWeight, int b, int bWeight) {
        if (aWeight == 0 || bWeight == 0) {
            return aWeight > 0 && bWeight == 0;
        }
        return (long) a * bWeight < (long) b * aWeight;
    }
}
