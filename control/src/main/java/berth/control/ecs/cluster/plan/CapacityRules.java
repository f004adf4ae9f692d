package berth.control.ecs.cluster.plan;

import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import java.util.TreeSet;

/// What a capacity provider strategy must be like, with ECS's words where they are known.
public final class CapacityRules {
    /// ECS: of a strategy, and of a cluster.
    public static final int MOST = 20;

    private CapacityRules() {}

    /// The strategy that tasks of a request get: its own, or the cluster's default where it says no launch type either;
    /// empty where the launch type decides.
    ///
    /// @param launchTypeGiven whether the request says a launch type
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static List<CapacityProviderStrategyItem> chosen(
            State state, Cluster cluster, boolean launchTypeGiven, List<CapacityProviderStrategyItem> given) {
        if (launchTypeGiven && !given.isEmpty()) {
            throw invalid("Specifying both a launch type and capacity provider strategy is not supported. Remove one"
                    + " and try again.");
        }
        if (launchTypeGiven || given.isEmpty() && cluster.defaultStrategy().isEmpty()) {
            return List.of();
        }
        List<CapacityProviderStrategyItem> chosen = given.isEmpty() ? cluster.defaultStrategy() : given;
        check(state, chosen, cluster.capacityProviders());
        if (chosen.stream().allMatch(item -> item.weight() == 0)) {
            throw invalid(
                    given.isEmpty()
                            ? "There are no capacity providers with a weight value greater than zero defined in the"
                                    + " default capacity provider strategy. At least one capacity provider must have a"
                                    + " weight value greater than zero specified. Update the cluster's default capacity"
                                    + " provider strategy or specify a valid capacity provider strategy and try again."
                            : "There are no capacity providers with a weight value greater than zero defined in the"
                                    + " capacity provider strategy. At least one capacity provider must have a weight"
                                    + " value greater than zero specified. Specify a valid capacity provider strategy"
                                    + " and try again.");
        }
        return chosen;
    }

    /// The default strategy of a cluster may have weight 0 everywhere; whoever uses it then may not.
    ///
    /// @param associated the providers of the cluster
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static void check(State state, List<CapacityProviderStrategyItem> strategy, List<String> associated) {
        if (strategy.size() > MOST) {
            throw invalid("A capacity provider strategy can contain a maximum of %d capacity providers, has %d."
                    .formatted(MOST, strategy.size()));
        }
        TreeSet<String> seen = new TreeSet<>();
        int fargate = 0;
        for (CapacityProviderStrategyItem item : strategy) {
            CapacityProvider provider = CapacityProviderViews.active(state, item.capacityProvider());
            if (provider == null || !associated.contains(item.capacityProvider())) {
                throw invalid("The specified capacity provider strategy cannot contain a capacity provider that is not"
                        + " associated with the cluster. Associate the capacity provider with the cluster or specify a"
                        + " valid capacity provider and try again.");
            }
            if (!seen.add(provider.name())) {
                throw invalid("A capacity provider strategy cannot contain a capacity provider twice: %s."
                        .formatted(provider.name()));
            }
            fargate += provider.isFargate() ? 1 : 0;
        }
        if (fargate > 0 && fargate < strategy.size()) {
            throw invalid("A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling"
                    + " groups and Fargate providers. Specify one or the other and try again.");
        }
        if (strategy.stream().filter(item -> item.base() > 0).count() > 1) {
            throw invalid("Only one capacity provider in a capacity provider strategy can have a base value.");
        }
    }

    /// The providers of a cluster.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    public static void checkProviders(State state, List<String> providers) {
        if (providers.size() > MOST) {
            throw invalid("The maximum number of capacity providers per cluster has been exceeded.");
        }
        for (String name : providers) {
            if (CapacityProviderViews.active(state, name) == null) {
                throw invalid("The specified capacity provider was not found. Specify a valid capacity provider and"
                        + " try again.");
            }
        }
        if (new TreeSet<>(providers).size() < providers.size()) {
            throw invalid("capacityProviders cannot contain a capacity provider twice.");
        }
    }

    private static RuntimeException invalid(String message) {
        return Fault.invalidParameter(message).raise();
    }
}
