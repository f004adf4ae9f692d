package berth.control.ecs.service.plan;

import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.service.plan.Copy.Phase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Evens a service's tasks out over its availability zones: starts some where there are few, and when those are healthy
/// stops as many where there are many.
///
/// **Rule.** Of D tasks in n zones each zone's share is `floor(D / n)`, and one more in the `D mod n` zones that have
/// most tasks now. Balanced is who has D tasks, in each zone its share.
/// 1. With D tasks: start what zones lack, the emptiest first, as far as maximumPercent leaves room and other zones
/// have
///    tasks too many that may be stopped for it.
/// 2. With more: wait until all of them are healthy.
/// 3. Then stop those beyond D, in zones that have more than their share, in the order of [ScaleIn].
///
/// With a capacity provider strategy a task is started on the provider of the one that is to go for it: so each
/// provider keeps its share.
///
/// **Example.** D = 5, zones a, b, c with 4, 1 and 0 tasks, 200 %. The shares are 2, 2 and 1, since a and b have most.
/// Two
/// tasks are started, in c and in b: 4, 2, 1. When both are healthy two of a are stopped: 2, 2, 1. With 120 % there is
/// room for one (6 - 5): c gets one and a loses one, then b gets one and a loses one. Is one of a's tasks protected,
/// two
/// others can go; are three of them, only one can, and b stays without.
///
/// ECS: Availability Zone rebalancing. Tasks that are stopping or unhealthy don't count.
public final class ZoneBalance {
    private final int desired;
    private final List<CapacityProviderStrategyItem> strategy;
    private final List<Copy> counted;
    private final SortedMap<String, Integer> counts = new TreeMap<>();
    private final SortedMap<String, Integer> shares = new TreeMap<>();

    /// What to do next.
    public sealed interface Move {
        /// @param counts tasks by zone
        record Balanced(SortedMap<String, Integer> counts) implements Move {}

        /// Start tasks in zones.
        ///
        /// @param counts tasks by zone, before
        /// @param places one for each task to start
        record Start(SortedMap<String, Integer> counts, List<Place> places) implements Move {
            public Start {
                places = List.copyOf(places);
            }
        }

        /// @param provider the capacity provider of the task that goes for it; null where the strategy is to say
        record Place(String zone, @Nullable String provider) {}

        /// More tasks than wanted are there and not all of them are healthy.
        record Wait() implements Move {}

        /// Stop these.
        record Stop(List<Copy> copies) implements Move {
            public Stop {
                copies = List.copyOf(copies);
            }
        }

        /// It is not balanced, and what would have to go is protected.
        record Held() implements Move {}

        /// It is not balanced, and there may be no task more, or fewer than wanted are there.
        record NoRoom() implements Move {}
    }

    private ZoneBalance(Situation situation, Collection<String> zones) {
        this.desired = situation.desired();
        this.strategy = situation.strategy();
        this.counted = situation.copies().stream()
                .filter(copy -> copy.phase() != Phase.STOPPING && copy.phase() != Phase.UNHEALTHY)
                .toList();
        zones.forEach(zone -> counts.put(zone, 0));
        counted.forEach(copy -> counts.merge(copy.zone(), 1, Integer::sum));
        List<String> fullest = new ArrayList<>(new TreeMap<>(counts).keySet());
        fullest.retainAll(zones);
        fullest.sort(Comparator.comparing((String zone) -> -of(counts, zone)).thenComparing(Comparator.naturalOrder()));
        counts.keySet().forEach(zone -> shares.put(zone, 0));
        for (int i = 0; i < fullest.size(); i++) {
            int more = i < desired % fullest.size() ? 1 : 0;
            shares.put(fullest.get(i), desired / fullest.size() + more);
        }
    }

    /// @param situation of a service with one deployment
    /// @param zones the zones that its tasks may be in; with fewer than two there is nothing to balance
    public static Move next(Situation situation, Collection<String> zones) {
        return new ZoneBalance(situation, zones).move(situation, zones.size());
    }

    private Move move(Situation situation, int zones) {
        int extra = counted.size() - desired;
        if (zones < 2 || extra == 0 && counts.equals(shares)) {
            return new Move.Balanced(shown());
        }
        if (extra > 0) {
            return extra(extra);
        }
        int room = situation.upper() - situation.copies().size();
        if (extra < 0 || room <= 0 || !situation.mayStart()) {
            return new Move.NoRoom();
        }
        List<Copy> movable = movable();
        return movable.isEmpty()
                ? new Move.Held()
                : new Move.Start(shown(), places(movable.subList(0, Math.min(room, movable.size()))));
    }

    private Move extra(int extra) {
        if (counted.stream().anyMatch(copy -> copy.phase() != Phase.HEALTHY)) {
            return new Move.Wait();
        }
        List<Copy> movable = movable();
        return movable.isEmpty() ? new Move.Held() : new Move.Stop(movable.subList(0, Math.min(extra, movable.size())));
    }

    /// The tasks beyond their zones' shares that may be stopped, in the order in which they would be.
    private List<Copy> movable() {
        List<Copy> movable = new ArrayList<>();
        List<Copy> left = new ArrayList<>(counted);
        SortedMap<String, Integer> beyond = new TreeMap<>();
        counts.forEach((zone, count) -> beyond.put(zone, count - of(shares, zone)));
        Predicate<Copy> tooMany = copy -> of(beyond, copy.zone()) > 0;
        for (Optional<Copy> next = ScaleIn.next(left, strategy, tooMany);
                next.isPresent();
                next = ScaleIn.next(left, strategy, tooMany)) {
            beyond.merge(next.get().zone(), -1, Integer::sum);
            left.remove(next.get());
            movable.add(next.get());
        }
        return movable;
    }

    /// Where tasks are to be started for those that go, the emptiest zone first.
    private List<Move.Place> places(List<Copy> going) {
        SortedMap<String, Integer> filled = new TreeMap<>(counts);
        List<Move.Place> places = new ArrayList<>();
        for (Copy copy : going) {
            filled.keySet().stream()
                    .filter(zone -> of(filled, zone) < of(shares, zone))
                    .min(Comparator.comparing(zone -> of(filled, zone)))
                    .ifPresent(zone -> {
                        filled.merge(zone, 1, Integer::sum);
                        places.add(new Move.Place(zone, provider(copy)));
                    });
        }
        return places;
    }

    private @Nullable String provider(Copy copy) {
        return strategy.stream().anyMatch(item -> item.capacityProvider().equals(copy.provider()))
                ? copy.provider()
                : null;
    }

    private static int of(SortedMap<String, Integer> numbers, String zone) {
        return numbers.getOrDefault(zone, 0);
    }

    private SortedMap<String, Integer> shown() {
        return Collections.unmodifiableSortedMap(counts);
    }
}
