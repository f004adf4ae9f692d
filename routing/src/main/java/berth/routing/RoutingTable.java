package berth.routing;

import java.util.List;
import java.util.Optional;

/// Everything the proxy needs to know, at one moment. Swapped in whole.
///
/// @param version grows with every table; the proxy ignores a table older than the one it has
/// @param loadBalancers in a stable order; no two share an address and a port, but see [LoadBalancer#address]
/// @param targetGroups all that a rule names, and any others: the targets of a group that no rule names are not
///     probed
public record RoutingTable(long version, List<LoadBalancer> loadBalancers, List<TargetGroup> targetGroups) {
    /// What a proxy has before the first table came.
    public static final RoutingTable EMPTY = new RoutingTable(0, List.of(), List.of());

    public RoutingTable {
        loadBalancers = List.copyOf(loadBalancers);
        targetGroups = List.copyOf(targetGroups);
    }

    public Optional<TargetGroup> targetGroup(String arn) {
        return targetGroups.stream().filter(group -> group.arn().equals(arn)).findFirst();
    }
}
