package berth.control.ecs.task.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The EBS volume that one task has, decided when the task was accepted: a host that starts anew finds it by its id.
///
/// @param attachmentId UUID
/// @param name of the definition's volume
/// @param volumeId `vol-` and 17 hex digits
/// @param deleteOnTermination whether it goes with the task
/// @param tags value by key
public record ManagedVolume(
        String attachmentId,
        String name,
        String volumeId,
        int sizeInGiB,
        String roleArn,
        boolean deleteOnTermination,
        SortedMap<String, String> tags) {
    public ManagedVolume {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }
}
