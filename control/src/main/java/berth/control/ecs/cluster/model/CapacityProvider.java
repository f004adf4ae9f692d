package berth.control.ecs.cluster.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where the tasks of a capacity provider strategy run.
///
/// ECS: FARGATE and FARGATE_SPOT are there from the beginning, for every cluster; others stand for the container
/// instances of an Auto Scaling group.
///
/// @param autoScalingGroupArn as given; null for the two of Fargate
/// @param createdAt null for the two of Fargate
/// @param managedScaling whether tasks that find no room wait for some. ECS: until instances were made for them.
///     Differs from ECS: nobody makes any; they wait for one that is added, or for the end of another task
public record CapacityProvider(
        String name,
        Status status,
        @Nullable String autoScalingGroupArn,
        @Nullable Instant createdAt,
        @Nullable Boolean managedScaling) {
    public static final CapacityProvider FARGATE = new CapacityProvider("FARGATE", Status.ACTIVE, null, null, false);
    public static final CapacityProvider FARGATE_SPOT =
            new CapacityProvider("FARGATE_SPOT", Status.ACTIVE, null, null, false);

    /// The custom attribute of a container instance that says which Auto Scaling group it belongs to.
    ///
    /// Differs from ECS: no Auto Scaling makes the instances, so the user says which of them are the group's.
    public static final String GROUP_ATTRIBUTE = "berth.auto-scaling-group";

    public enum Status {
        ACTIVE,
        INACTIVE
    }

    public CapacityProvider {
        // Rows of the first versions have none.
        managedScaling = Boolean.TRUE.equals(managedScaling);
    }

    /// Whether tasks that find no room wait for some.
    public boolean waits() {
        return Boolean.TRUE.equals(managedScaling);
    }

    public CapacityProvider with(boolean scaling) {
        return new CapacityProvider(name, status, autoScalingGroupArn, createdAt, scaling);
    }

    public boolean isFargate() {
        return autoScalingGroupArn == null;
    }

    /// The short name of the Auto Scaling group, null for those of Fargate.
    public @Nullable String group() {
        return autoScalingGroupArn == null
                ? null
                : autoScalingGroupArn.substring(autoScalingGroupArn.lastIndexOf('/') + 1);
    }

    public CapacityProvider deleted() {
        return new CapacityProvider(name, Status.INACTIVE, autoScalingGroupArn, createdAt, managedScaling);
    }
}
