package berth.control.ecs.service.plan;

import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.service.model.DeploymentConfiguration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a rollout is decided on.
///
/// @param desired desiredCount of the service
/// @param lower healthy tasks that must be left
/// @param upper tasks that there may be
/// @param mayStart whether the pace allows a start now
/// @param placeable whether the last start found room on a host; where it didn't, an unhealthy task must go
///     before its replacement can come
/// @param source position of the deployment that is being replaced and once was complete; -1 where there is none
/// @param keep tasks that the source is still to keep; where it has fewer, some were lost
/// @param strategy the shares of capacity providers that scale-in keeps; empty with a launch type
/// @param copies every task of the service that is not STOPPED
public record Situation(
        int desired,
        int lower,
        int upper,
        boolean mayStart,
        boolean placeable,
        int source,
        int keep,
        List<CapacityProviderStrategyItem> strategy,
        List<Copy> copies) {
    public Situation {
        strategy = List.copyOf(strategy);
        copies = List.copyOf(copies);
    }

    /// One of a launch type.
    public Situation(
            int desired,
            int lower,
            int upper,
            boolean mayStart,
            boolean placeable,
            int source,
            int keep,
            List<Copy> copies) {
        this(desired, lower, upper, mayStart, placeable, source, keep, List.of(), copies);
    }

    /// The tasks of one deployment as if there were no others.
    ///
    /// @param count in the place of desiredCount; the percents are of it
    public Situation alone(
            int deployment,
            int count,
            DeploymentConfiguration configuration,
            List<CapacityProviderStrategyItem> shares) {
        return new Situation(
                count,
                (int) Math.ceilDiv((long) count * configuration.minimumHealthyPercent(), 100L),
                (int) Math.floorDiv((long) count * configuration.maximumPercent(), 100L),
                mayStart,
                placeable,
                -1,
                0,
                shares,
                copies.stream()
                        .filter(copy -> copy.deployment() == deployment)
                        .map(copy -> copy.at(0))
                        .toList());
    }

    /// The tasks of a deployment that nothing speaks against.
    public int wanted(int deployment) {
        return (int) copies.stream()
                .filter(copy -> copy.deployment() == deployment
                        && !copy.leaving()
                        && copy.phase().isWanted())
                .count();
    }

    /// Tasks of a deployment by capacity provider: those that are wanted and count towards its shares.
    public SortedMap<String, Integer> byProvider(int deployment) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        for (Copy copy : copies) {
            boolean of = copy.deployment() == deployment && !copy.leaving();
            if (of && copy.provider() != null && copy.phase().isWanted()) {
                counts.merge(copy.provider(), 1, Integer::sum);
            }
        }
        return counts;
    }
}
