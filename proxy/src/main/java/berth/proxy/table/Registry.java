package berth.proxy.table;

import berth.kernel.Rng;
import berth.proxy.choice.GroupState;
import berth.proxy.choice.TargetState;
import berth.proxy.choice.WeightedGroups;
import berth.proxy.rules.CompiledRule;
import berth.routing.Action;
import berth.routing.Listener;
import berth.routing.LoadBalancer;
import berth.routing.RoutingTable;
import berth.routing.Rule;
import berth.routing.Target;
import berth.routing.TargetGroup;
import berth.routing.TargetHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The groups and targets of the current table. A target that is in the next table too goes on with its health,
/// its connections and its count; one that was registered anew starts again.
public final class Registry {
    private record Key(String groupArn, String id, int port) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byGroup = groupArn.compareTo(other.groupArn);
            int byId = byGroup != 0 ? byGroup : id.compareTo(other.id);
            return byId != 0 ? byId : Integer.compare(port, other.port);
        }
    }

    /// What a table changed.
    ///
    /// @param listeners by load balancer and listener, in the table's order
    /// @param gone targets whose connections must end
    public record Change(List<CompiledListener> listeners, List<Gone> gone) {}

    /// @param group as the table has it, or as it was last if the table has it no more
    public record Gone(TargetState target, TargetGroup group) {}

    private final long seed;
    private final SortedMap<String, GroupState> groups = new TreeMap<>();
    private final SortedMap<Key, TargetState> targets = new TreeMap<>();
    private final SortedMap<String, AtomicInteger> turns = new TreeMap<>();
    private TreeSet<String> inUse = new TreeSet<>();

    /// @param seed makes cookies of this installation unlike those of another
    public Registry(long seed) {
        this.seed = seed;
    }

    public List<GroupState> groups() {
        return List.copyOf(groups.values());
    }

    public @Nullable GroupState group(String arn) {
        return groups.get(arn);
    }

    /// Whether a listener forwards to the group.
    public boolean isInUse(String groupArn) {
        return inUse.contains(groupArn);
    }

    /// Takes in a table.
    public Change become(RoutingTable table) {
        SortedMap<Key, TargetState> before = new TreeMap<>(targets);
        TreeSet<String> arns = new TreeSet<>();
        inUse = named(table);
        targets.clear();
        for (TargetGroup group : table.targetGroups()) {
            arns.add(group.arn());
            List<TargetState> members = new ArrayList<>();
            for (Target target : group.targets()) {
                Key key = new Key(group.arn(), target.id(), target.port());
                TargetState known = before.get(key);
                TargetState state = known != null && isSame(known.target(), target) ? known : null;
                if (state == null) {
                    state = new TargetState(group.arn(), target, token(key.groupArn + ' ' + key.id + ' ' + key.port));
                } else {
                    before.remove(key);
                    state.become(target);
                }
                targets.put(key, state);
                members.add(state);
            }
            groups.computeIfAbsent(group.arn(), arn -> new GroupState(group, token(arn)))
                    .become(group, members);
        }
        List<Gone> gone = new ArrayList<>();
        before.forEach((key, target) -> {
            target.leave();
            GroupState group = groups.get(key.groupArn);
            if (group != null) {
                gone.add(new Gone(target, group.group()));
            }
        });
        groups.keySet().retainAll(arns);
        return new Change(listeners(table), gone);
    }

    /// A target has another health.
    public void changed(TargetState target, TargetHealth health, long nowNanos) {
        GroupState group = groups.get(target.groupArn());
        boolean wasFit = target.isFit();
        target.health(health);
        if (group == null) {
            return;
        }
        if (!target.isFit()) {
            target.endWarming();
        } else if (!wasFit) {
            warm(group, target, nowNanos);
        }
        group.become(group.group(), group.targets());
    }

    /// ELB: slow start begins when a target becomes healthy, if another one is that isn't in slow start itself;
    /// and only with round robin.
    private static void warm(GroupState group, TargetState target, long nowNanos) {
        boolean wanted = !group.group().attributes().slowStart().isZero();
        boolean other = group.targets().stream()
                .anyMatch(one -> one != target && one.isActive() && one.isFit() && !isWarming(one, group, nowNanos));
        if (wanted && other) {
            target.warmFrom(nowNanos);
        }
    }

    private static boolean isWarming(TargetState target, GroupState group, long nowNanos) {
        if (target.isWarming()
                && target.warmedFor(nowNanos)
                                .compareTo(group.group().attributes().slowStart())
                        >= 0) {
            target.endWarming();
        }
        return target.isWarming();
    }

    private static boolean isSame(Target known, Target target) {
        return known.host().equals(target.host()) && known.registeredAt().equals(target.registeredAt());
    }

    private static TreeSet<String> named(RoutingTable table) {
        TreeSet<String> arns = new TreeSet<>();
        for (LoadBalancer balancer : table.loadBalancers()) {
            for (Listener listener : balancer.listeners()) {
                for (Rule rule : listener.rules()) {
                    if (rule.action() instanceof Action.Forward forward) {
                        forward.groups().forEach(group -> arns.add(group.targetGroupArn()));
                    }
                }
            }
        }
        return arns;
    }

    private List<CompiledListener> listeners(RoutingTable table) {
        List<CompiledListener> listeners = new ArrayList<>();
        TreeSet<String> rules = new TreeSet<>();
        for (LoadBalancer balancer : table.loadBalancers()) {
            for (Listener listener : balancer.listeners()) {
                List<CompiledListener.Entry> entries = new ArrayList<>();
                for (Rule rule : listener.rules()) {
                    rules.add(rule.arn());
                    entries.add(new CompiledListener.Entry(new CompiledRule(rule), split(rule)));
                }
                listeners.add(new CompiledListener(balancer, listener, entries));
            }
        }
        turns.keySet().retainAll(rules);
        return listeners;
    }

    private CompiledListener.@Nullable Split split(Rule rule) {
        if (!(rule.action() instanceof Action.Forward forward)) {
            return null;
        }
        List<GroupState> states = new ArrayList<>();
        List<Integer> weights = new ArrayList<>();
        for (Action.WeightedTargetGroup weighted : forward.groups()) {
            GroupState state = groups.get(weighted.targetGroupArn());
            if (state != null) {
                states.add(state);
                weights.add(forward.groups().size() == 1 ? 1 : weighted.weight());
            }
        }
        AtomicInteger turn = turns.computeIfAbsent(rule.arn(), arn -> new AtomicInteger());
        return new CompiledListener.Split(new WeightedGroups(states, weights, turn), forward.stickiness());
    }

    private String token(String name) {
        return Long.toHexString(Rng.seeded(seed, name, 0).nextLong());
    }
}
