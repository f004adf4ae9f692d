package berth.control.ecs.instance.model;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// A host's membership in one cluster: made on the first EC2-type request there, gone when idle and the cluster
/// is deleted.
///
/// @param cluster short name
/// @param id 32 hex digits
/// @param attributes the custom ones, by name; the value is empty for one that has a name only
/// @param version grows with every change that a client can see
public record ContainerInstance(
        String cluster,
        String id,
        String hostId,
        Status status,
        Instant registeredAt,
        SortedMap<String, String> attributes,
        long version) {
    public ContainerInstance {
        // Rows of the first versions have none.
        attributes = attributes == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /// One that was just registered.
    public static ContainerInstance registered(String cluster, String id, String hostId, Instant now) {
        return new ContainerInstance(cluster, id, hostId, Status.ACTIVE, now, Collections.emptySortedMap(), 1);
    }

    /// With another status; the same where nothing changes.
    public ContainerInstance with(Status changed) {
        return changed == status
                ? this
                : new ContainerInstance(cluster, id, hostId, changed, registeredAt, attributes, version + 1);
    }

    public ContainerInstance with(SortedMap<String, String> changed) {
        return new ContainerInstance(cluster, id, hostId, status, registeredAt, changed, version + 1);
    }

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
