package berth.control.ecs.task.plan;

import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.task.model.Overrides;
import berth.control.ecs.task.model.TargetSpec;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.VolumeConfiguration;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.vpc.model.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What is to be launched.
///
/// @param count how many tasks; a service may ask for more than RunTask's 10
/// @param network null where none was given
/// @param group `family:F`, `service:S` or what the caller of RunTask said
/// @param startedBy a deployment's id for service tasks, or what the caller said, or null
/// @param service name of the service, or null for a standalone task
/// @param platformVersion as given or null; ignored on EC2
/// @param constraints of the caller; those of the definition come on top
/// @param strategies of the caller; the defaults where there are none
/// @param capacityProvider its name, or null where a launch type was given
/// @param clientToken of the RunTask call, or null
/// @param targets the target groups of a service's tasks; empty for others
/// @param tags that each task is born with, value by key
/// @param imageDigests of the images that are pinned, by container
/// @param host the one host where the tasks may go, or null: wherever the planner chooses
/// @param volumes what the definition's volumes are that are configured at launch
public record Launch(
        Cluster cluster,
        TaskDefinition definition,
        int count,
        LaunchType launchType,
        @Nullable Network network,
        String group,
        @Nullable String startedBy,
        @Nullable String service,
        Overrides overrides,
        @Nullable String platformVersion,
        List<PlacementConstraint> constraints,
        List<PlacementStrategy> strategies,
        @Nullable String capacityProvider,
        @Nullable String clientToken,
        List<TargetSpec> targets,
        SortedMap<String, String> tags,
        SortedMap<String, String> imageDigests,
        @Nullable String host,
        List<VolumeConfiguration> volumes) {
    public Launch {
        constraints = List.copyOf(constraints);
        strategies = List.copyOf(strategies);
        targets = List.copyOf(targets);
        volumes = List.copyOf(volumes);
    }

    /// Tasks without tags and volumes that are configured at launch, wherever they fit.
    public Launch(
            Cluster cluster,
            TaskDefinition definition,
            int count,
            LaunchType launchType,
            @Nullable Network network,
            String group,
            @Nullable String startedBy,
            @Nullable String service,
            Overrides overrides,
            @Nullable String platformVersion,
            List<PlacementConstraint> constraints,
            List<PlacementStrategy> strategies,
            @Nullable String capacityProvider,
            @Nullable String clientToken,
            List<TargetSpec> targets) {
        this(
                cluster,
                definition,
                count,
                launchType,
                network,
                group,
                startedBy,
                service,
                overrides,
                platformVersion,
                constraints,
                strategies,
                capacityProvider,
                clientToken,
                targets,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                null,
                List.of());
    }

    /// Tasks without target groups, wherever they fit.
    public Launch(
            Cluster cluster,
            TaskDefinition definition,
            int count,
            LaunchType launchType,
            @Nullable Network network,
            String group,
            @Nullable String startedBy,
            @Nullable String service,
            Overrides overrides,
            @Nullable String platformVersion,
            @Nullable String clientToken) {
        this(
                cluster,
                definition,
                count,
                launchType,
                network,
                group,
                startedBy,
                service,
                overrides,
                platformVersion,
                List.of(),
                List.of(),
                null,
                clientToken,
                List.of());
    }

    /// CPU units of the whole task, or null.
    @Nullable
    Integer cpu() {
        return OverrideRules.cpu(definition, overrides);
    }

    /// MiB of the whole task, or null.
    @Nullable
    Integer memory() {
        return OverrideRules.memory(definition, overrides);
    }

    /// The same with another network.
    public Launch with(@Nullable Network other) {
        return copy(count, launchType, other, constraints, capacityProvider, tags, host);
    }

    /// The same on a capacity provider.
    public Launch on(String provider, LaunchType type) {
        return copy(count, type, network, constraints, provider, tags, host);
    }

    /// The same for so many tasks.
    public Launch withCount(int tasks) {
        return copy(tasks, launchType, network, constraints, capacityProvider, tags, host);
    }

    /// The same with one constraint more.
    public Launch with(PlacementConstraint more) {
        List<PlacementConstraint> all = new ArrayList<>(constraints);
        all.add(more);
        return copy(count, launchType, network, all, capacityProvider, tags, host);
    }

    /// The same for tasks with these tags.
    public Launch tagged(SortedMap<String, String> with) {
        return copy(count, launchType, network, constraints, capacityProvider, with, host);
    }

    /// The same on one host, which nothing but its room and its ports can speak against.
    public Launch at(String hostId) {
        return copy(count, launchType, network, constraints, capacityProvider, tags, hostId);
    }

    private Launch copy(
            int tasks,
            LaunchType type,
            @Nullable Network through,
            List<PlacementConstraint> where,
            @Nullable String provider,
            SortedMap<String, String> with,
            @Nullable String at) {
        return new Launch(
                cluster,
                definition,
                tasks,
                type,
                through,
                group,
                startedBy,
                service,
                overrides,
                platformVersion,
                where,
                strategies,
                provider,
                clientToken,
                targets,
                with,
                imageDigests,
                at,
                volumes);
    }
}
