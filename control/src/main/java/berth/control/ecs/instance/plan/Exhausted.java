package berth.control.ecs.instance.plan;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/// Of which hosts with equally many tasks of a group a search has found that none has room. Immutable; kept with the
/// group's tasks.
///
/// The rule: what was found holds for as much room or more, until a host has room that it had not, or comes to have so
/// many tasks of the group. Those are looked at one by one; after too many, or in a state that does not follow from
/// that
/// of the search, nothing is known.
///
/// **Example.** A service has 5,000 tasks on 5,000 instances: 300 have none, because they are full. The first of 50
/// more
/// tasks looks in vain for room among all instances that have some, each of which has a task already. The next 49 go
/// straight to the instances with one task. Then a task on a full instance stops: that instance alone is looked at.
public final class Exhausted {
    /// Where nothing was found out.
    public static final Exhausted NOTHING = new Exhausted(TreePMap.empty());

    /// Looking at so many hosts costs about what a search does.
    private static final int MANY = 64;

    /// By number of tasks and zone.
    private final TreePMap<Integer, TreePMap<String, Finding>> findings;

    private Exhausted(TreePMap<Integer, TreePMap<String, Finding>> findings) {
        this.findings = findings;
    }

    /// @param bounds what no host was within
    /// @param number of the last change in the zone before the search
    /// @param mark of that change
    /// @param joined hosts that have come to have so many tasks since
    private record Finding(Bounds bounds, int number, Object mark, TreePSet<String> joined) {}

    /// With what is known after a host has come to have so many tasks of the group.
    public Exhausted joined(String host, int count) {
        TreePMap<String, Finding> known = findings.get(count);
        if (known == null) {
            return this;
        }
        TreePMap<String, Finding> still = TreePMap.empty();
        for (Map.Entry<String, Finding> one : known.entrySet()) {
            Finding finding = one.getValue();
            if (finding.joined().size() < MANY) {
                still = still.plus(
                        one.getKey(),
                        new Finding(
                                finding.bounds(),
                                finding.number(),
                                finding.mark(),
                                finding.joined().plus(host)));
            }
        }
        return new Exhausted(findings.plus(count, still));
    }

    /// With what a search of all hosts found.
    ///
    /// @param bounds what no host of the zone with so many tasks is within
    Exhausted with(String zone, int count, Bounds bounds, Rooms rooms) {
        Zone searched = rooms.zone(zone);
        if (searched == null) {
            return this;
        }
        Zone.Change last = searched.last();
        Finding found = new Finding(bounds, last.number(), last.mark(), TreePSet.empty());
        return new Exhausted(findings.plus(
                count, findings.getOrDefault(count, TreePMap.empty()).plus(zone, found)));
    }

    /// Whether it is known that no host of the zone with so many tasks of the group is within bounds.
    boolean covers(Rooms rooms, Neighbours neighbours, String zone, int count, Bounds bounds) {
        TreePMap<String, Finding> counted = findings.get(count);
        Finding known = counted == null ? null : counted.get(zone);
        if (known == null || !known.bounds().contains(bounds)) {
            return false;
        }
        Zone now = rooms.zone(zone);
        if (now == null || !now.last().follows(known.number(), known.mark())) {
            return false;
        }
        for (String host : known.joined()) {
            if (mayDo(rooms.of(host), neighbours, zone, count, known.bounds())) {
                return false;
            }
        }
        int looked = 0;
        for (Zone.Change gain = now.last().lastGain();
                gain != null && gain.number() > known.number();
                gain = gain.gainBefore()) {
            if (++looked > MANY || mayDo(rooms.of(gain.host()), neighbours, zone, count, known.bounds())) {
                return false;
            }
        }
        return true;
    }

    private static boolean mayDo(@Nullable Room room, Neighbours neighbours, String zone, int count, Bounds bounds) {
        return room != null && room.zone().equals(zone) && neighbours.onHost(room.id()) == count && bounds.admits(room);
    }
}
