package berth.control.ecs.cluster.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A cluster.
///
/// @param name short name, unique
/// @param createdAt when this incarnation was created
/// @param capacityProviders the names of those that strategies of its tasks may have, in the order given
/// @param containerInsights the setting of this name: `disabled`, `enabled` or `enhanced`
/// @param defaultStrategy for tasks and services that say neither a launch type nor a strategy; often empty
public record Cluster(
        String name,
        Status status,
        Instant createdAt,
        List<String> capacityProviders,
        List<CapacityProviderStrategyItem> defaultStrategy,
        String containerInsights) {
    public static final String NO_INSIGHTS = "disabled";

    public Cluster {
        containerInsights = Objects.requireNonNullElse(containerInsights, NO_INSIGHTS);
        capacityProviders = List.copyOf(Objects.requireNonNullElse(capacityProviders, List.of()));
        defaultStrategy = List.copyOf(Objects.requireNonNullElse(defaultStrategy, List.of()));
    }

    /// One without container insights.
    public Cluster(
            String name,
            Status status,
            Instant createdAt,
            List<String> capacityProviders,
            List<CapacityProviderStrategyItem> defaultStrategy) {
        this(name, status, createdAt, capacityProviders, defaultStrategy, NO_INSIGHTS);
    }

    /// One without capacity providers.
    public static Cluster of(String name, Status status, Instant createdAt) {
        return new Cluster(name, status, createdAt, List.of(), List.of());
    }

    public Cluster with(Status changed) {
        return new Cluster(name, changed, createdAt, capacityProviders, defaultStrategy, containerInsights);
    }

    public Cluster with(List<String> providers, List<CapacityProviderStrategyItem> strategy) {
        return new Cluster(name, status, createdAt, providers, strategy, containerInsights);
    }

    /// With another setting of container insights; null leaves it as it is.
    public Cluster withContainerInsights(@Nullable String changed) {
        return changed == null
                ? this
                : new Cluster(name, status, createdAt, capacityProviders, defaultStrategy, changed);
    }

    public enum Status {
        ACTIVE,
        INACTIVE
    }
}
