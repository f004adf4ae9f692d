package berth.control.ecs.task.api;

import berth.control.dispatch.Honoured;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.ecs.task.model.VolumeConfiguration;
import berth.control.ecs.task.model.VolumeConfiguration.Propagation;
import berth.control.ecs.task.model.VolumeConfiguration.TagSpecification;
import berth.control.ecs.task.plan.EbsRules;
import berth.kernel.Fault;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.EBSTagSpecification;
import software.amazon.awssdk.services.ecs.model.ServiceManagedEBSVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.TaskManagedEBSVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.TaskVolumeConfiguration;

/// Volumes that are configured at launch, from the SDK's classes of tasks and of services, and to the latter.
public final class VolumeConfigurationMapper {
    private static final List<String> HONOURED = List.of(
            "volumeConfigurations.name",
            "volumeConfigurations.managedEBSVolume.encrypted",
            "volumeConfigurations.managedEBSVolume.kmsKeyId",
            "volumeConfigurations.managedEBSVolume.volumeType",
            "volumeConfigurations.managedEBSVolume.sizeInGiB",
            "volumeConfigurations.managedEBSVolume.iops",
            "volumeConfigurations.managedEBSVolume.throughput",
            "volumeConfigurations.managedEBSVolume.tagSpecifications.resourceType",
            "volumeConfigurations.managedEBSVolume.tagSpecifications.tags",
            "volumeConfigurations.managedEBSVolume.tagSpecifications.propagateTags",
            "volumeConfigurations.managedEBSVolume.roleArn",
            "volumeConfigurations.managedEBSVolume.filesystemType");

    /// Of tasks on their own, whose volumes may outlive them.
    private static final List<String> HONOURED_OF_TASKS =
            List.of("volumeConfigurations.managedEBSVolume.terminationPolicy.deleteOnTermination");

    private static final String NO_SNAPSHOTS = "there are no snapshots; give sizeInGiB, and the volume is empty";

    private VolumeConfigurationMapper() {}

    /// A request with what it may say of the volumes of tasks on their own.
    static Honoured honouredOfTasks(Honoured made) {
        return honoured(made.and(HONOURED_OF_TASKS));
    }

    /// A request with what it may say of the volumes of a service's tasks: it has no snapshots to say more of.
    public static Honoured honoured(Honoured made) {
        return made.and(HONOURED)
                .refusing("volumeConfigurations.managedEBSVolume.snapshotId", NO_SNAPSHOTS)
                .refusing("volumeConfigurations.managedEBSVolume.volumeInitializationRate", NO_SNAPSHOTS);
    }

    /// @throws berth.kernel.FaultException in ECS's words
    static List<VolumeConfiguration> ofTasks(List<TaskVolumeConfiguration> given) {
        return given.stream().map(one -> of(one, false)).toList();
    }

    /// ECS: a volume of a service's task always goes with the task.
    ///
    /// @throws berth.kernel.FaultException in ECS's words
    public static List<VolumeConfiguration> ofServices(List<ServiceVolumeConfiguration> given) {
        return given.stream().map(one -> of(ofTask(one), true)).toList();
    }

    /// The same in the class of tasks, which can say more.
    private static TaskVolumeConfiguration ofTask(ServiceVolumeConfiguration one) {
        ServiceManagedEBSVolumeConfiguration ebs = one.managedEBSVolume();
        return TaskVolumeConfiguration.builder()
                .name(one.name())
                .managedEBSVolume(
                        ebs == null
                                ? null
                                : TaskManagedEBSVolumeConfiguration.builder()
                                        .encrypted(ebs.encrypted())
                                        .kmsKeyId(ebs.kmsKeyId())
                                        .volumeType(ebs.volumeType())
                                        .sizeInGiB(ebs.sizeInGiB())
                                        .iops(ebs.iops())
                                        .throughput(ebs.throughput())
                                        .tagSpecifications(ebs.tagSpecifications())
                                        .roleArn(ebs.roleArn())
                                        .filesystemType(ebs.filesystemTypeAsString())
                                        .build())
                .build();
    }

    private static VolumeConfiguration of(TaskVolumeConfiguration given, boolean service) {
        String name = required("Volume name", given.name());
        TaskManagedEBSVolumeConfiguration ebs = given.managedEBSVolume();
        if (ebs == null) {
            throw Fault.invalidParameter(
                            "managedEBSVolume of the volume configuration '%s' cannot be empty.".formatted(name))
                    .raise();
        }
        VolumeConfiguration made = new VolumeConfiguration(
                name,
                ebs.encrypted(),
                ebs.kmsKeyId(),
                ebs.volumeType(),
                size(name, ebs.sizeInGiB()),
                ebs.iops(),
                ebs.throughput(),
                tags(ebs.tagSpecifications()),
                required("roleArn of managedEBSVolume", ebs.roleArn()),
                ebs.filesystemTypeAsString(),
                ebs.terminationPolicy() == null
                        || !Boolean.FALSE.equals(ebs.terminationPolicy().deleteOnTermination()));
        EbsRules.check(made, service);
        return made;
    }

    /// Null where there are none.
    public static @Nullable List<ServiceVolumeConfiguration> toSdk(List<VolumeConfiguration> configurations) {
        return configurations.isEmpty()
                ? null
                : configurations.stream().map(VolumeConfigurationMapper::toSdk).toList();
    }

    private static ServiceVolumeConfiguration toSdk(VolumeConfiguration one) {
        return ServiceVolumeConfiguration.builder()
                .name(one.name())
                .managedEBSVolume(ServiceManagedEBSVolumeConfiguration.builder()
                        .encrypted(one.encrypted())
                        .kmsKeyId(one.kmsKeyId())
                        .volumeType(one.volumeType())
                        .sizeInGiB(one.sizeInGiB())
                        .iops(one.iops())
                        .throughput(one.throughput())
                        .tagSpecifications(
                                one.tagSpecifications().isEmpty()
                                        ? null
                                        : one.tagSpecifications().stream()
                                                .map(VolumeConfigurationMapper::toSdk)
                                                .toList())
                        .roleArn(one.roleArn())
                        .filesystemType(one.filesystemType())
                        .build())
                .build();
    }

    private static EBSTagSpecification toSdk(TagSpecification specification) {
        Propagation from = specification.propagateTags();
        return EBSTagSpecification.builder()
                .resourceType("volume")
                .tags(specification.tags().isEmpty() ? null : TagMapper.toSdk(specification.tags()))
                .propagateTags(from == null ? null : from.name())
                .build();
    }

    private static List<TagSpecification> tags(List<EBSTagSpecification> given) {
        return given.stream().map(VolumeConfigurationMapper::tags).toList();
    }

    private static TagSpecification tags(EBSTagSpecification given) {
        if (!"volume".equals(given.resourceTypeAsString())) {
            throw Fault.invalidParameter("resourceType of tagSpecifications must be one of [volume], was '%s'."
                            .formatted(given.resourceTypeAsString()))
                    .raise();
        }
        return new TagSpecification(TagMapper.fromSdk(given.tags()), propagation(given.propagateTagsAsString()));
    }

    private static @Nullable Propagation propagation(@Nullable String word) {
        if (word == null || word.isEmpty()) {
            return null;
        }
        return Arrays.stream(Propagation.values())
                .filter(one -> one.name().equals(word))
                .findFirst()
                .orElseThrow(() -> Fault.invalidParameter("propagateTags must be one of %s, was '%s'."
                                .formatted(Arrays.toString(Propagation.values()), word))
                        .raise());
    }

    private static int size(String volume, @Nullable Integer given) {
        if (given == null) {
            throw EbsRules.unsized(volume).raise();
        }
        return given;
    }

    private static String required(String what, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw Fault.invalidParameter(what + " cannot be empty.").raise();
        }
        return value;
    }
}
