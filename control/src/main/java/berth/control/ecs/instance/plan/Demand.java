package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.PlacementStrategy;
import berth.kernel.Account;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// What a task wants of the host that it is placed on.
///
/// @param cluster whose container instances there are to choose from; null: the Fargate pool, which is all hosts
/// @param group the task's
/// @param zones zones of the wanted subnets; null: any zone will do
/// @param attributes names that the task definition requires
/// @param architecture what the host must be, for example `x86_64`; null: any will do
/// @param strategies the order of preference, each refines the ties of those before it
public record Demand(
        @Nullable String cluster,
        String group,
        Claim claim,
        @Nullable SortedSet<String> zones,
        List<String> attributes,
        @Nullable String architecture,
        Constraints constraints,
        List<PlacementStrategy> strategies,
        Account account) {

    /// One for any architecture.
    public Demand(
            @Nullable String cluster,
            String group,
            Claim claim,
            @Nullable SortedSet<String> zones,
            List<String> attributes,
            Constraints constraints,
            List<PlacementStrategy> strategies,
            Account account) {
        this(cluster, group, claim, zones, attributes, null, constraints, strategies, account);
    }

    public Demand {
        attributes = Attributes.notEverywhere(attributes);
        strategies = List.copyOf(strategies);
    }
}
