package berth.control.ecs.service.plan;

import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.plan.CapacityDistribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/// Which tasks go first when there are too many.
///
/// **Rule.** With a capacity provider strategy those of the provider that gives up the next task as
/// [CapacityDistribution] says. Among equals those that don't run yet, then those that are not healthy yet; among
/// equals one from the zone
/// with the most tasks of the service, there from the host with the most, there the youngest. After each the
/// numbers are counted again. Protected tasks are counted and never chosen.
///
/// **Example.** FARGATE and FARGATE_SPOT with weight 1 each have 2 and 3 tasks: the first to go is one of FARGATE_SPOT.
/// Zone a has hosts a1 (2 tasks) and a2 (1), zone b has b1 (2): of five healthy tasks the first
/// to go is one of a1 (zone a has 3), then, with 2 in each zone, one of b1, which holds 2.
final class ScaleIn {
    private ScaleIn() {}

    /// @return `count` tasks, or fewer where the others are protected
    static List<Copy> choose(List<Copy> candidates, int count, List<CapacityProviderStrategyItem> strategy) {
        List<Copy> left = new ArrayList<>(candidates);
        List<Copy> chosen = new ArrayList<>();
        while (chosen.size() < count && !left.stream().allMatch(Copy::guarded)) {
            Copy next = first(ofProvider(left, strategy));
            left.remove(next);
            chosen.add(next);
        }
        return chosen;
    }

    /// Those of the provider that gives up the next task; all without a strategy.
    private static List<Copy> ofProvider(List<Copy> left, List<CapacityProviderStrategyItem> strategy) {
        if (strategy.isEmpty()) {
            return left;
        }
        TreeMap<String, Integer> has = new TreeMap<>();
        left.forEach(copy -> has.merge(provider(copy), 1, Integer::sum));
        for (String provider : CapacityDistribution.surplus(strategy, has)) {
            List<Copy> own = left.stream()
                    .filter(copy -> provider(copy).equals(provider))
                    .toList();
            if (!own.stream().allMatch(Copy::guarded)) {
                return own;
            }
        }
        return left;
    }

    private static String provider(Copy copy) {
        return Objects.requireNonNullElse(copy.provider(), "");
    }

    private static Copy first(List<Copy> left) {
        TreeMap<String, Integer> inZone = new TreeMap<>();
        TreeMap<String, Integer> onHost = new TreeMap<>();
        for (Copy copy : left) {
            inZone.merge(copy.zone(), 1, Integer::sum);
            onHost.merge(copy.host(), 1, Integer::sum);
        }
        return left.stream()
                .filter(copy -> !copy.guarded())
                .min(Comparator.comparing(Copy::phase)
                        .thenComparing(copy -> -inZone.getOrDefault(copy.zone(), 0))
                        .thenComparing(copy -> -onHost.getOrDefault(copy.host(), 0))
                        .thenComparing(Copy::createdAt, Comparator.reverseOrder())
                        .thenComparing(Copy::id))
                .orElseThrow();
    }
}
