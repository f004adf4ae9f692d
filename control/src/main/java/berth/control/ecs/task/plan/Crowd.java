package berth.control.ecs.task.plan;

import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/// Where the tasks of one group are.
///
/// @param byHost how many are on each host that has one
/// @param byCount the hosts that have one, by how many
/// @param byZone how many are in each zone that has one
record Crowd(
        TreePMap<String, Integer> byHost,
        TreePMap<Integer, TreePSet<String>> byCount,
        TreePMap<String, Integer> byZone) {
    static final Crowd NOBODY = new Crowd(TreePMap.empty(), TreePMap.empty(), TreePMap.empty());

    int on(String host) {
        return byHost.getOrDefault(host, 0);
    }

    int in(String zone) {
        return byZone.getOrDefault(zone, 0);
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
        return new Crowd(counted(byHost, host, after), counts, counted(byZone, zone, in(zone) + more));
    }

    private static TreePMap<String, Integer> counted(TreePMap<String, Integer> counts, String where, int count) {
        return count == 0 ? counts.minus(where) : counts.plus(where, count);
    }
}
