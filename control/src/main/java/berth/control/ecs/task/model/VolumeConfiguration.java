package berth.control.ecs.task.model;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a volume of the definition that is configured at launch is, as RunTask, StartTask or a service says it:
/// `managedEBSVolume`, of which each task gets one. Kept as given.
///
/// @param name of the definition's volume
/// @param volumeType null where left out, which is `gp2`
/// @param filesystemType null where left out, which is `xfs`
/// @param roleArn ECS: the infrastructure role
/// @param deleteOnTermination whether it goes with its task; always for tasks of services
public record VolumeConfiguration(
        String name,
        @Nullable Boolean encrypted,
        @Nullable String kmsKeyId,
        @Nullable String volumeType,
        int sizeInGiB,
        @Nullable Integer iops,
        @Nullable Integer throughput,
        List<TagSpecification> tagSpecifications,
        String roleArn,
        @Nullable String filesystemType,
        boolean deleteOnTermination) {
    public VolumeConfiguration {
        tagSpecifications = List.copyOf(tagSpecifications);
    }

    /// Tags that each volume gets.
    ///
    /// @param tags value by key
    /// @param propagateTags from where some more are taken over, or null: from nowhere
    public record TagSpecification(
            SortedMap<String, String> tags, @Nullable Propagation propagateTags) {
        public TagSpecification {
            tags = Collections.unmodifiableSortedMap(new TreeMap<>(Objects.requireNonNull(tags)));
        }
    }

    public enum Propagation {
        NONE,
        SERVICE,
        TASK_DEFINITION
    }
}
