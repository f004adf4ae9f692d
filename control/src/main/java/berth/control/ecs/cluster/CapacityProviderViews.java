package berth.control.ecs.cluster;

import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.store.Kind;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How capacity providers are found.
public final class CapacityProviderViews {
    /// Those that were made; the two of Fargate are in no table.
    public static final Kind<CapacityProvider> MADE =
            Kind.of("capacity-provider", CapacityProvider.class, CapacityProvider::name);

    private static final List<CapacityProvider> PREDEFINED =
            List.of(CapacityProvider.FARGATE, CapacityProvider.FARGATE_SPOT);

    private CapacityProviderViews() {}

    /// The one of this name in whatever state, or null.
    public static @Nullable CapacityProvider find(State state, String name) {
        return PREDEFINED.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseGet(() -> state.find(MADE, name));
    }

    /// The ACTIVE one of this name, or null.
    public static @Nullable CapacityProvider active(State state, String name) {
        CapacityProvider found = find(state, name);
        return found == null || found.status() != CapacityProvider.Status.ACTIVE ? null : found;
    }

    /// All, in the order of their names.
    public static List<CapacityProvider> all(State state) {
        List<CapacityProvider> all = new ArrayList<>(PREDEFINED);
        all.addAll(state.all(MADE));
        all.sort(java.util.Comparator.comparing(CapacityProvider::name));
        return all;
    }

    /// The capacity provider of a cluster that the instances of an Auto Scaling group belong to, or null.
    ///
    /// @param group its name, or null for an instance of none
    public static @Nullable String ofInstance(State state, String cluster, @Nullable String group) {
        Cluster of = state.find(ClusterViews.CLUSTERS, cluster);
        if (of == null || group == null) {
            return null;
        }
        return of.capacityProviders().stream()
                .filter(name -> {
                    CapacityProvider provider = active(state, name);
                    return provider != null && group.equals(provider.group());
                })
                .findFirst()
                .orElse(null);
    }

    /// Whether tasks of this strategy run on Fargate; a strategy has providers of one sort.
    public static boolean onFargate(State state, List<CapacityProviderStrategyItem> strategy) {
        CapacityProvider first = find(state, strategy.getFirst().capacityProvider());
        return first != null && first.isFargate();
    }
}
