package berth.control.ecs.cluster.model;

import java.time.Instant;

/// A cluster.
///
/// @param name short name, unique
/// @param createdAt when this incarnation was created
public record Cluster(String name, Status status, Instant createdAt) {
    public enum Status {
        ACTIVE,
        INACTIVE
    }
}
