package berth.control.ecs.cluster.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// A cluster.
///
/// @param name short name, unique
/// @param createdAt when this incarnation was created
/// @param capacityProviders the names of those that strategies of its tasks may have, in the order given
/// @param defaultStrategy for tasks and services that say neither a launch type nor a strategy; often empty
public record Cluster(
        String name,
        Status status,
        Instant createdAt,
        List<String> capacityProviders,
        List<CapacityProviderStrategyItem> defaultStrategy) {
    public Cluster {
        capacityProviders = List.copyOf(Objects.requireNonNullElse(capacityProviders, List.of()));
        defaultStrategy = List.copyOf(Objects.requireNonNullElse(defaultStrategy, List.of()));
    }

    /// One without capacity providers.
    public static Cluster of(String name, Status status, Instant createdAt) {
        return new Cluster(name, status, createdAt, List.of(), List.of());
    }

    public Cluster with(Status changed) {
        return new Cluster(name, changed, createdAt, capacityProviders, defaultStrategy);
    }

    public Cluster with(List<String> providers, List<CapacityProviderStrategyItem> strategy) {
        return new Cluster(name, status, createdAt, providers, strategy);
    }

    public enum Status {
        ACTIVE,
        INACTIVE
    }
}
