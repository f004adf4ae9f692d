package berth.control.ecs.service.model;

import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.VolumeConfiguration;
import berth.control.vpc.model.Network;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the tasks of one revision of a service are: what a service revision fixes, and what a deployment rolls out.
///
/// @param taskDefinition `family:revision`; empty for a service of the EXTERNAL controller without a primary task set
/// @param launchType where there is no capacity provider strategy
/// @param capacityProviderStrategy takes the place of the launch type where it is not empty
/// @param platformVersion as given, `LATEST` on Fargate where left out, else null
/// @param network null where neither given nor helped with
/// @param volumes what the definition's volumes are that are configured at launch
public record WorkloadConfiguration(
        String taskDefinition,
        LaunchType launchType,
        List<CapacityProviderStrategyItem> capacityProviderStrategy,
        @Nullable String platformVersion,
        @Nullable Network network,
        List<LoadBalancer> loadBalancers,
        List<VolumeConfiguration> volumes) {
    public WorkloadConfiguration {
        capacityProviderStrategy = List.copyOf(Objects.requireNonNullElse(capacityProviderStrategy, List.of()));
        loadBalancers = List.copyOf(Objects.requireNonNullElse(loadBalancers, List.of()));
        volumes = List.copyOf(Objects.requireNonNullElse(volumes, List.of()));
    }

    /// One with a launch type and without load balancers.
    public static WorkloadConfiguration of(
            String taskDefinition, LaunchType launchType, @Nullable String platformVersion, @Nullable Network network) {
        return new WorkloadConfiguration(
                taskDefinition, launchType, List.of(), platformVersion, network, List.of(), List.of());
    }

    /// The same with other load balancers.
    public WorkloadConfiguration with(List<LoadBalancer> changed) {
        return changed.equals(loadBalancers)
                ? this
                : new WorkloadConfiguration(
                        taskDefinition,
                        launchType,
                        capacityProviderStrategy,
                        platformVersion,
                        network,
                        changed,
                        volumes);
    }

    /// The same on other capacity.
    public WorkloadConfiguration on(LaunchType type, List<CapacityProviderStrategyItem> strategy) {
        boolean fargate = type == LaunchType.FARGATE;
        String version = fargate && platformVersion == null ? "LATEST" : platformVersion;
        return new WorkloadConfiguration(
                taskDefinition, type, strategy, fargate ? version : null, network, loadBalancers, volumes);
    }

    /// Whether a change from this to `other` begins a new deployment.
    ///
    /// ECS: another task definition, network, platform version or launch type, other load balancers or volumes
    /// do; another capacity provider strategy has to force one.
    public boolean deploysOtherThan(WorkloadConfiguration other) {
        return !taskDefinition.equals(other.taskDefinition)
                || launchType != other.launchType
                || !Objects.equals(platformVersion, other.platformVersion)
                || !Objects.equals(network, other.network)
                || !loadBalancers.equals(other.loadBalancers)
                || !volumes.equals(other.volumes);
    }
}
