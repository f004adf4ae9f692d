package berth.control.ecs.task.plan;

import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.plan.TagRules;
import berth.control.ecs.task.model.ManagedVolume;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.VolumeConfiguration;
import berth.control.ecs.task.model.VolumeConfiguration.TagSpecification;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import berth.kernel.host.Volume;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The volumes of a task that its launch configures.
///
/// **Rule.** Every volume of the definition that is configured at launch is configured, no other is, and a task has one
/// at most. Each task gets a volume of its own. Its tags are those of the definition or of the service where
/// propagateTags says so, then those that are given, then ECS's own: `AmazonECSCreated` with the task's ARN and
/// `AmazonECSManaged`.
///
/// **Example.** The definition has the volume `data`, configured at launch, and a service of two tasks says 10 GiB: one
/// task has `vol-0a…` as `data`, the other `vol-0b…`, each of 10 GiB, and each goes with its task.
final class ManagedVolumes {
    private ManagedVolumes() {}

    /// @throws berth.kernel.FaultException InvalidParameterException, where configurations and definition don't go
    /// together
    static void check(Launch launch) {
        List<VolumeConfiguration> given = launch.volumes();
        if (given.size() > 1) {
            throw Fault.invalidParameter("A task can have one volume that is configured at launch, %d are configured."
                            .formatted(given.size()))
                    .raise();
        }
        for (VolumeConfiguration one : given) {
            if (launch.definition().volumes().stream()
                    .noneMatch(volume -> isAtLaunch(volume) && volume.name().equals(one.name()))) {
                throw Fault.invalidParameter(
                                "Volume configuration provided but no matching configuredAtLaunch volume found in task definition")
                        .raise();
            }
            if (launch.launchType() == LaunchType.FARGATE && "standard".equals(one.volumeType())) {
                throw EbsRules.invalid(
                                one.name(),
                                "UnsupportedOperation",
                                "The standard volume type is not supported on Fargate.")
                        .raise();
            }
        }
        unconfigured(launch.definition(), given).ifPresent(volume -> {
            throw Fault.invalidParameter(
                            "The volume '%s' of the task definition is configuredAtLaunch, but no volume configuration is provided for it."
                                    .formatted(volume.name()))
                    .raise();
        });
    }

    private static Optional<Volume> unconfigured(TaskDefinition definition, List<VolumeConfiguration> given) {
        return definition.volumes().stream()
                .filter(ManagedVolumes::isAtLaunch)
                .filter(volume -> given.stream().noneMatch(one -> one.name().equals(volume.name())))
                .findFirst();
    }

    private static boolean isAtLaunch(Volume volume) {
        return volume.source() instanceof Volume.AtLaunch;
    }

    /// The volumes of a new task.
    static List<ManagedVolume> of(State state, Launch launch, String taskId, Context context) {
        return launch.volumes().stream()
                .map(one -> new ManagedVolume(
                        context.ids().uuid(),
                        one.name(),
                        context.ids().ec2("vol"),
                        one.sizeInGiB(),
                        one.roleArn(),
                        one.deleteOnTermination() || launch.service() != null,
                        tags(state, launch, one, taskId, context)))
                .toList();
    }

    private static SortedMap<String, String> tags(
            State state, Launch launch, VolumeConfiguration configuration, String taskId, Context context) {
        SortedMap<String, String> propagated = new TreeMap<>();
        SortedMap<String, String> own = new TreeMap<>();
        for (TagSpecification specification : configuration.tagSpecifications()) {
            propagated.putAll(propagated(state, launch, specification));
            own.putAll(specification.tags());
        }
        SortedMap<String, String> tags = new TreeMap<>(TagRules.merged(propagated, own));
        tags.put(
                EbsRules.CREATED, context.account().ecs("task", launch.cluster().name() + '/' + taskId));
        tags.put(EbsRules.MANAGED, "true");
        return tags;
    }

    private static SortedMap<String, String> propagated(State state, Launch launch, TagSpecification specification) {
        return switch (specification.propagateTags()) {
            case null -> Collections.emptySortedMap();
            case NONE -> Collections.emptySortedMap();
            case TASK_DEFINITION ->
                TagViews.of(state, "task-definition/" + launch.definition().name());
            case SERVICE -> TagViews.of(state, "service/" + launch.cluster().name() + '/' + launch.service());
        };
    }

    /// What a host is told of the definition's volumes.
    static List<Volume> onHost(TaskDefinition definition, List<ManagedVolume> managed) {
        return managed.isEmpty()
                ? definition.volumes()
                : definition.volumes().stream()
                        .map(volume -> onHost(volume, managed))
                        .toList();
    }

    private static Volume onHost(Volume volume, List<ManagedVolume> managed) {
        return isAtLaunch(volume)
                ? managed.stream()
                        .filter(one -> one.name().equals(volume.name()))
                        .map(one -> new Volume(
                                one.name(),
                                new Volume.Ebs(
                                        one.volumeId(),
                                        one.sizeInGiB(),
                                        one.deleteOnTermination(),
                                        new LinkedHashMap<>(one.tags()))))
                        .findFirst()
                        .orElse(volume)
                : volume;
    }
}
