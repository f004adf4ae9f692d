package berth.control.ecs.instance.plan;

import berth.control.ecs.cluster.plan.query.Narrowing;
import berth.control.ecs.instance.model.PlacementStrategy;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedSet;

/// Finds the best host through the index, strategy by strategy.
///
/// A spread divides hosts into classes with equally many tasks of the group and searches them from the smallest; a
/// binpack finds the least amount that still fits and goes on among those that have it. What is left of ties falls
/// to the order of the first binpack, or else to the fewest tasks, and last to the host's id.
///
/// Hosts of a class are looked through where they are few, and otherwise searched for in the order of the index,
/// where so many belong to the class that one soon comes.
final class Search {
    /// So many hosts are looked through rather than searched for: about the square root of 5,000.
    private static final int FEW = 64;

    private final Rooms rooms;
    private final Demand demand;
    private final Neighbours neighbours;
    private final long draw;
    private final RoomOrder order;
    private final Screening screening;
    /// A set of the index in which every host is that may be chosen.
    private PSortedSet<String> candidates;
    /// Whether there are hosts in the cluster that are not in it.
    private boolean narrow;

    /// @param draw a random number, for the strategy `random`
    Search(Rooms rooms, Demand demand, Neighbours neighbours, long draw) {
        this.rooms = rooms;
        this.demand = demand;
        this.neighbours = neighbours;
        this.draw = draw;
        this.order = order(demand.strategies());
        this.screening = new Screening(demand, neighbours);
        this.candidates = demand.cluster() == null ? rooms.inPool() : rooms.inCluster(demand.cluster());
    }

    /// What decides where no strategy does.
    static RoomOrder order(List<PlacementStrategy> strategies) {
        for (PlacementStrategy strategy : strategies) {
            if (strategy.type() == PlacementStrategy.Type.BINPACK) {
                return Strategies.packs(strategy);
            }
        }
        return RoomOrder.TASKS;
    }

    /// The best host, or null if none will do.
    @Nullable
    Room find() {
        SortedSet<String> zones = new TreeSet<>(rooms.zones());
        if (demand.zones() != null) {
            zones.retainAll(demand.zones());
        }
        String cluster = demand.cluster();
        long signs = cluster == null ? Signs.NONE : Signs.of(cluster, demand.constraints());
        Scope all = new Scope(zones, null, Bounds.of(demand.claim()).withSigns(signs), screening::accepts);
        return find(0, narrowed(all));
    }

    /// The fewest of: the hosts of the cluster, those with an attribute that an expression asks for.
    private Scope narrowed(Scope all) {
        String cluster = demand.cluster();
        if (cluster == null) {
            return all;
        }
        SortedSet<String> fewest = candidates;
        for (Constraints.MemberOf one : demand.constraints().memberOf()) {
            SortedSet<String> some =
                    Narrowing.hosts(one.expression(), (name, value) -> rooms.withAttribute(cluster, name, value));
            if (some != null && some.size() < fewest.size()) {
                fewest = some;
                // What several values have together is a new set each time, of which nothing is remembered.
                if (some instanceof PSortedSet<String> indexed) {
                    candidates = indexed;
                    narrow = true;
                }
            }
        }
        return fewest.size() <= FEW ? all.among(fewest, rooms) : all;
    }

    private @Nullable Room find(int step, Scope scope) {
        if (step == demand.strategies().size()) {
            return first(scope);
        }
        PlacementStrategy strategy = demand.strategies().get(step);
        return switch (strategy.type()) {
            case RANDOM -> random(scope);
            case BINPACK -> packed(step, scope, Strategies.packs(strategy));
            case SPREAD -> {
                String attribute = Strategies.spreadAttribute(strategy);
                if (attribute == null) {
                    yield overHosts(step, scope);
                }
                yield attribute.equals(Attributes.ZONE) ? overZones(step, scope) : overValues(step, scope, attribute);
            }
        };
    }

    /// The first in the order.
    private @Nullable Room first(Scope scope) {
        if (scope.listed() != null) {
            return scope.listed().stream().filter(scope::has).min(order).orElse(null);
        }
        Room best = null;
        for (String zone : scope.zones()) {
            Room room = rooms.in(zone, order).first(scope.bounds(), scope.wanted());
            if (room != null && (best == null || order.compare(room, best) < 0)) {
                best = room;
            }
        }
        return best;
    }

    private @Nullable Room packed(int step, Scope scope, RoomOrder resource) {
        Room least = first(scope);
        if (least == null || step + 1 == demand.strategies().size()) {
            return least;
        }
        Bounds same = resource == RoomOrder.CPU
                ? scope.bounds().withCpu(least.cpu())
                : scope.bounds().withMemory(least.memory());
        return find(step + 1, scope.within(same));
    }

    private @Nullable Room overZones(int step, Scope scope) {
        TreeMap<Integer, TreeSet<String>> classes = new TreeMap<>();
        for (String zone : scope.zones()) {
            classes.computeIfAbsent(neighbours.inZone(zone), count -> new TreeSet<>())
                    .add(zone);
        }
        for (TreeSet<String> zones : classes.values()) {
            Room room = find(step + 1, scope.in(zones));
            if (room != null) {
                return room;
            }
        }
        return null;
    }

    private @Nullable Room overHosts(int step, Scope scope) {
        Room room = withTasks(step, scope, 0, neighbours.without(candidates));
        for (Map.Entry<Integer, ? extends SortedSet<String>> one :
                neighbours.hostsByCount().entrySet()) {
            if (room != null) {
                return room;
            }
            room = withTasks(step, scope, one.getKey(), one.getValue());
        }
        return room;
    }

    /// The best of the hosts with so many tasks of the group.
    ///
    /// @param hosts those hosts, if all of them were candidates
    private @Nullable Room withTasks(int step, Scope scope, int count, SortedSet<String> hosts) {
        boolean listed = scope.listed() != null || hosts.size() <= FEW;
        if (scope.zones().stream()
                .allMatch(zone -> neighbours.exhausted().covers(rooms, neighbours, zone, count, scope.bounds()))) {
            return null;
        }
        boolean[] roomy = {false};
        Scope some = (listed ? scope.among(hosts, rooms) : scope).where(room -> {
            boolean has = neighbours.onHost(room.id()) == count && screening.concerns(room);
            roomy[0] |= has;
            return has;
        });
        Room room = find(step + 1, some);
        if (room == null && !roomy[0] && isWhole(scope, listed)) {
            Exhausted found = neighbours.exhausted();
            for (String zone : scope.zones()) {
                found = found.with(zone, count, scope.bounds(), rooms);
            }
            neighbours.remember(found);
        }
        return room;
    }

    /// Whether all hosts were searched that are within bounds.
    private boolean isWhole(Scope scope, boolean listed) {
        return scope.listed() == null && (!listed || !narrow);
    }

    private @Nullable Room overValues(int step, Scope scope, String attribute) {
        String cluster = demand.cluster();
        if (cluster == null) {
            return find(step + 1, scope);
        }
        TreeMap<String, Integer> counts = new TreeMap<>();
        counts.put("", 0);
        rooms.values(cluster, attribute).forEach(value -> counts.put(value, 0));
        neighbours.hosts().forEach((host, count) -> {
            Room room = rooms.of(host);
            counts.merge(room == null ? "" : value(room, cluster, attribute), count, Integer::sum);
        });
        TreeMap<Integer, TreeSet<String>> classes = new TreeMap<>();
        counts.forEach((value, count) ->
                classes.computeIfAbsent(count, one -> new TreeSet<>()).add(value));
        for (TreeSet<String> values : classes.values()) {
            Predicate<Room> has = room -> values.contains(value(room, cluster, attribute));
            Bounds signed = scope.bounds().withSigns(signs(cluster, attribute, values));
            Room room = find(
                    step + 1, few(scope, cluster, attribute, values).where(has).within(signed));
            if (room != null) {
                return room;
            }
        }
        return null;
    }

    /// What the hosts with any of the values have in common; as a rule nothing unless there is one value.
    private static long signs(String cluster, String attribute, SortedSet<String> values) {
        return values.stream()
                .mapToLong(value -> value.isEmpty() ? Signs.NONE : Signs.ofAttribute(cluster, attribute, value))
                .reduce(-1, (one, other) -> one & other);
    }

    private Scope few(Scope scope, String cluster, String attribute, SortedSet<String> values) {
        TreeSet<String> hosts = new TreeSet<>();
        for (String value : values) {
            SortedSet<String> some = rooms.withAttribute(cluster, attribute, value);
            if (value.isEmpty() || hosts.size() + some.size() > FEW) {
                return scope;
            }
            hosts.addAll(some);
        }
        return scope.among(hosts, rooms);
    }

    /// The value of an attribute; empty for an instance that does not have it.
    static String value(Room room, String cluster, String attribute) {
        Room.Member member = room.in(cluster);
        return member == null ? "" : member.attributes().getOrDefault(attribute, "");
    }

    /// The first of all hosts, in the order of zones and of tasks in each, that will do from a random one on.
    private @Nullable Room random(Scope scope) {
        Room from = drawn();
        if (from == null) {
            return null;
        }
        if (scope.listed() != null) {
            return scope.listed().stream()
                    .filter(scope::has)
                    .min((one, other) -> compareFrom(from, one, other))
                    .orElse(null);
        }
        for (String zone : scope.zones().tailSet(from.zone())) {
            RoomTree tree = rooms.in(zone, RoomOrder.TASKS);
            Room room = zone.equals(from.zone())
                    ? tree.firstFrom(from, scope.bounds(), scope.wanted())
                    : tree.first(scope.bounds(), scope.wanted());
            if (room != null) {
                return room;
            }
        }
        for (String zone : scope.zones()) {
            Room room = rooms.in(zone, RoomOrder.TASKS).first(scope.bounds(), scope.wanted());
            if (room != null) {
                return room;
            }
        }
        return null;
    }

    private @Nullable Room drawn() {
        int hosts = rooms.connected();
        int position = hosts == 0 ? 0 : (int) Long.remainderUnsigned(draw, hosts);
        for (String zone : rooms.zones()) {
            RoomTree tree = rooms.in(zone, RoomOrder.TASKS);
            if (position < tree.size()) {
                return tree.at(position);
            }
            position -= tree.size();
        }
        return null;
    }

    private static int compareFrom(Room from, Room one, Room other) {
        boolean before = compareAll(one, from) < 0;
        boolean otherBefore = compareAll(other, from) < 0;
        return before == otherBefore ? compareAll(one, other) : before ? 1 : -1;
    }

    private static int compareAll(Room one, Room other) {
        int zones = one.zone().compareTo(other.zone());
        return zones == 0 ? RoomOrder.TASKS.compare(one, other) : zones;
    }
}
