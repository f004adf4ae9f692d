package berth.control.ecs.service.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Which tasks go first when there are too many.
///
/// **Rule.** Those that don't run yet, then those that are not healthy yet; among equals one from the zone
/// with the most tasks of the service, there from the host with the most, there the youngest. After each the
/// numbers are counted again. Protected tasks are counted and never chosen.
///
/// **Example.** Zone a has hosts a1 (2 tasks) and a2 (1), zone b has b1 (2): of five healthy tasks the first
/// to go is one of a1 (zone a has 3), then, with 2 in each zone, one of b1, which holds 2.
final class ScaleIn {
    private ScaleIn() {}

    /// @return `count` tasks, or fewer where the others are protected
    static List<Copy> choose(List<Copy> candidates, int count) {
        List<Copy> left = new ArrayList<>(candidates);
        List<Copy> chosen = new ArrayList<>();
        while (chosen.size() < count && !left.stream().allMatch(Copy::guarded)) {
            Copy next = first(left);
            left.remove(next);
            chosen.add(next);
        }
        return chosen;
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
