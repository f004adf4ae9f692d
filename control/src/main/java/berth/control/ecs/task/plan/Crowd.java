package berth.control.ecs.task.plan;

import berth.control.ecs.instance.plan.Exhausted;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/// Where the tasks of one group are. Immutable.
///
/// Which hosts have none is remembered with the set of hosts that was asked about, and carried on from one crowd to the
/// next: a task that comes or goes changes one entry. **Example.** Of 5,000 instances 4,990 have a task of the group;
/// the ten others are found by a look at all 5,000 for the first task that is placed, and are at hand for the next.
final class Crowd {
    static final Crowd NOBODY =
            new Crowd(TreePMap.empty(), TreePMap.empty(), TreePMap.empty(), null, Exhausted.NOTHING);

    private final TreePMap<String, Integer> byHost;
    private final TreePMap<Integer, TreePSet<String>> byCount;
    private final TreePMap<String, Integer> byZone;
    /// What [#without] found last; any thread may replace it by what follows from the same.
    private @Nullable Absent absent;
    /// The same of what searches for room found out.
    private Exhausted exhausted;

    private Crowd(
            TreePMap<String, Integer> byHost,
            TreePMap<Integer, TreePSet<String>> byCount,
            TreePMap<String, Integer> byZone,
            @Nullable Absent absent,
            Exhausted exhausted) {
        this.byHost = byHost;
        this.byCount = byCount;
        this.byZone = byZone;
        this.absent = absent;
        this.exhausted = exhausted;
    }

    /// @param hosts those among them that have no task of the group
    private record Absent(PSortedSet<String> among, TreePSet<String> hosts) {
        Absent after(String host, boolean has) {
            return has
                    ? new Absent(among, hosts.minus(host))
                    : among.contains(host) ? new Absent(among, hosts.plus(host)) : this;
        }
    }

    /// How many are on each host that has one.
    TreePMap<String, Integer> byHost() {
        return byHost;
    }

    /// The hosts that have one, by how many.
    TreePMap<Integer, TreePSet<String>> byCount() {
        return byCount;
    }

    Exhausted exhausted() {
        return exhausted;
    }

    /// Of an empty crowd, which is that of every group without a task, nothing is kept.
    void remember(Exhausted found) {
        exhausted = byHost.isEmpty() ? exhausted : found;
    }

    int on(String host) {
        return byHost.getOrDefault(host, 0);
    }

    int in(String zone) {
        return byZone.getOrDefault(zone, 0);
    }

    /// Those of some hosts that have none.
    @SuppressWarnings("ReferenceEquality") // the same persistent set, however large, has the same elements
    SortedSet<String> without(PSortedSet<String> among) {
        if (byHost.isEmpty()) {
            return among;
        }
        Absent known = absent;
        if (known == null || known.among() != among) {
            known = new Absent(
                    among,
                    TreePSet.from(among.stream()
                            .filter(host -> !byHost.containsKey(host))
                            .toList()));
            absent = known;
        }
        return known.hosts();
    }

    /// With so many more on a host and in a zone; fewer, if negative.
    Crowd with(String host, String zone, int more) {
        int before = on(host);
        int after = before + more;
        TreePMap<Integer, TreePSet<String>> counts = byCount;
        if (before > 0) {
            TreePSet<String> rest =
                    counts.getOrDefault(before, TreePSet.empty()).minus(host);
            counts = rest.isEmpty() ? counts.minus(before) : counts.plus(before, rest);
        }
        if (after > 0) {
            counts = counts.plus(
                    after, counts.getOrDefault(after, TreePSet.empty()).plus(host));
        }
        Absent known = absent;
        return new Crowd(
                counted(byHost, host, after),
                counts,
                counted(byZone, zone, in(zone) + more),
                known == null || before > 0 && after > 0 ? known : known.after(host, after > 0),
                exhausted.joined(host, after));
    }

    private static TreePMap<String, Integer> counted(TreePMap<String, Integer> counts, String where, int count) {
        return count == 0 ? counts.minus(where) : counts.plus(where, count);
    }
}
