package berth.control.ecs.service.plan;

import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.plan.CapacityDistribution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

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
        Optional<Copy> next = next(left, strategy, copy -> true);
        while (chosen.size() < count && next.isPresent()) {
            left.remove(next.get());
            chosen.add(next.get());
            next = next(left, strategy, copy -> true);
        }
        return chosen;
    }

    /// The first to go of those that may.
    ///
    /// @param left all that are counted
    static Optional<Copy> next(List<Copy> left, List<CapacityProviderStrategyItem> strategy, Predicate<Copy> may) {
        List<Copy> free =
                left.stream().filter(copy -> !copy.guarded()).filter(may).toList();
        return free.isEmpty() ? Optional.empty() : Optional.of(first(left, ofProvider(left, free, strategy)));
    }

    /// Those of the provider that gives up the next task; all without a strategy.
    private static List<Copy> ofProvider(
            List<Copy> left, List<Copy> free, List<CapacityProviderStrategyItem> strategy) {
        if (strategy.isEmpty()) {
            return free;
        }
        TreeMap<String, Integer> has = new TreeMap<>();
        left.forEach(copy -> has.merge(provider(copy), 1, Integer::sum));
        for (String provider : CapacityDistribution.surplus(strategy, has)) {
            List<Copy> own = free.stream()
                    .filter(copy -> provider(copy).equals(provider))
                    .toList();
            if (!own.isEmpty()) {
                return own;
            }
        }
        return free;
    }

    private static String provider(Copy copy) {
        return Objects.requireNonNullElse(copy.provider(), "");
    }

    private static Copy first(List<Copy> left, List<Copy> free) {
        TreeMap<String, Integer> inZone = new TreeMap<>();
        TreeMap<String, Integer> onHost = new TreeMap<>();
        for (Copy copy : left) {
            inZone.merge(copy.zone(), 1, Integer::sum);
            onHost.merge(copy.host(), 1, Integer::sum);
        }
        return free.stream()
                .min(Comparator.comparing(Copy::phase)
                        .thenComparing(copy -> -inZone.getOrDefault(copy.zone(), 0))
                        .thenComparing(copy -> -onHost.getOrDefault(copy.host(), 0))
                        .thenComparing(Copy::createdAt, Comparator.reverseOrder())
                        .thenComparing(Copy::id))
                .orElseThrow();
    }
}
