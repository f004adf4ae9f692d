package berth.proxy.table;

import berth.proxy.choice.WeightedGroups;
import berth.proxy.rules.CompiledRule;
import berth.proxy.rules.Request;
import berth.routing.Listener;
import berth.routing.LoadBalancer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A listener with its rules and the groups that they forward to.
public record CompiledListener(LoadBalancer loadBalancer, Listener listener, List<Entry> entries) {
    /// @param split where the rule's action is to forward
    public record Entry(CompiledRule rule, @Nullable Split split) {}

    /// @param stickiness how long a client stays with its group; null: not at all
    public record Split(WeightedGroups groups, @Nullable Duration stickiness) {}

    public CompiledListener {
        entries = List.copyOf(entries);
    }

    /// The rule for every request, if that is known without looking at it.
    public @Nullable Entry only() {
        Entry first = entries.getFirst();
        return first.rule().isUnconditional() && !first.rule().hasTransforms() && first.split() != null ? first : null;
    }

    /// The rule that a request meets: the first in order.
    public Entry route(Request request) {
        for (Entry entry : entries) {
            if (entry.rule().meets(request)) {
                return entry;
            }
        }
        return entries.getLast();
    }
}
