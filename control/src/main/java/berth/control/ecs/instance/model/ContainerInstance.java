package berth.control.ecs.instance.model;

import java.time.Instant;

/// A host's membership in one cluster: made on the first EC2-type request there, gone when idle and the cluster
/// is deleted.
///
/// @param cluster short name
/// @param id 32 hex digits
/// @param version grows with every change that a client can see
public record ContainerInstance(
        String cluster, String id, String hostId, Status status, Instant registeredAt, long version) {

    /// `cluster/id`: the key of its row and the end of its ARN.
    public String name() {
        return cluster + '/' + id;
    }

    public enum Status {
        ACTIVE,
        DRAINING,
        INACTIVE
    }
}
