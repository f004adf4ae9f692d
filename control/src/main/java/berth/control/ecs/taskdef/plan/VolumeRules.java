package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.Fault;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Volume;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What volumes may be, and that what is mounted exists.
///
/// ECS: a mount point names a volume of the definition, volumesFrom another of its containers; a docker volume of
/// scope task is always made, so `autoprovision` may not be false; an access point of EFS brings its own root directory
/// and wants encryption on the way, one of S3 Files brings its root directory too, and a file system of S3 Files wants
/// a
/// task role. Example: volumes `data` and a mount point of `date` is `Unknown volume 'date'.`
final class VolumeRules {
    private static final int MAX_NAME_LENGTH = 255;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern FILE_SYSTEM = Pattern.compile("fs-[0-9a-f]{8,40}");
    private static final Pattern ACCESS_POINT = Pattern.compile("fsap-[0-9a-f]{8,40}");

    private static final Pattern S3_FILE_SYSTEM =
            Pattern.compile("arn:aws[a-z-]*:s3files:[a-z0-9-]*:[0-9]*:file-system/fs-[0-9a-f]{8,40}");
    private static final Pattern S3_ACCESS_POINT =
            Pattern.compile(S3_FILE_SYSTEM.pattern() + "/access-point/fsap-[0-9a-f]{8,40}");

    private VolumeRules() {}

    static void check(TaskDefinition definition) {
        TreeSet<String> volumes = new TreeSet<>();
        for (Volume volume : definition.volumes()) {
            check(volume, definition);
            if (!volumes.add(volume.name())) {
                throw Fault.client("Volume names must be unique within a Task Definition.")
                        .raise();
            }
        }
        TreeSet<String> containers = new TreeSet<>();
        definition.containers().forEach(container -> containers.add(container.name()));
        for (ContainerDefinition container : definition.containers()) {
            for (ContainerSettings.MountPoint point : container.settings().mountPoints()) {
                if (!volumes.contains(point.sourceVolume())) {
                    throw Fault.client("Unknown volume '%s'.".formatted(point.sourceVolume()))
                            .raise();
                }
            }
            for (ContainerSettings.VolumesFrom from : container.settings().volumesFrom()) {
                if (!containers.contains(from.sourceContainer())) {
                    throw Fault.client("Invalid 'volumesFrom' setting. Unknown container: '%s'."
                                    .formatted(from.sourceContainer()))
                            .raise();
                }
            }
        }
        circles(definition);
    }

    /// A container is created after those whose volumes it takes.
    private static void circles(TaskDefinition definition) {
        List<ContainerDefinition> circles = DependencyRules.inCircles(
                definition,
                container -> container.settings().volumesFrom().stream()
                        .map(ContainerSettings.VolumesFrom::sourceContainer)
                        .toList());
        if (!circles.isEmpty()) {
            throw ContainerRules.invalid(circles.getFirst(), "'volumesFrom' must not form a cycle.")
                    .raise();
        }
    }

    private static void check(Volume volume, TaskDefinition definition) {
        if (volume.name().length() > MAX_NAME_LENGTH
                || !NAME.matcher(volume.name()).matches()) {
            throw Fault.client("Volume.name contains invalid characters.").raise();
        }
        switch (volume.source()) {
            case Volume.Host(var path) -> {
                if (path != null && (!path.startsWith("/") || path.contains(":"))) {
                    throw invalid(
                                    volume,
                                    "'host.sourcePath' must be an absolute path without ':', was '%s'.".formatted(path))
                            .raise();
                }
            }
            case Volume.Docker docker -> {
                if (!docker.shared() && Boolean.FALSE.equals(docker.autoprovision())) {
                    throw Fault.client(
                                    "When 'scope' parameter is 'task', 'autoprovision' must either not be specified or set to 'True'.")
                            .raise();
                }
                String label = SettingsRules.ownLabel(docker.labels());
                if (label != null) {
                    throw invalid(
                                    volume,
                                    "'dockerVolumeConfiguration.labels' must not have Berth's own: '%s'."
                                            .formatted(label))
                            .raise();
                }
            }
            case Volume.AtLaunch unsaid -> {}
            case Volume.Ebs ebs -> {}
            case Volume.Efs efs -> efs(volume, efs);
            case Volume.S3Files files -> s3Files(volume, files, definition);
        }
    }

    private static void efs(Volume volume, Volume.Efs efs) {
        if (!FILE_SYSTEM.matcher(efs.fileSystemId()).matches()) {
            throw invalid(
                            volume,
                            "'efsVolumeConfiguration.fileSystemId' must be fs- and hexadecimal digits, was '%s'."
                                    .formatted(efs.fileSystemId()))
                    .raise();
        }
        String root = efs.rootDirectory();
        checkRoot(volume, "efsVolumeConfiguration", root);
        checkPort(volume, "efsVolumeConfiguration", efs.transitEncryptionPort());
        Volume.Efs.Authorization authorization = efs.authorization();
        if (authorization == null) {
            return;
        }
        String accessPoint = authorization.accessPointId();
        if (accessPoint != null && !ACCESS_POINT.matcher(accessPoint).matches()) {
            throw invalid(
                            volume,
                            "'efsVolumeConfiguration.authorizationConfig.accessPointId' must be fsap- and hexadecimal digits, was '%s'."
                                    .formatted(accessPoint))
                    .raise();
        }
        if (accessPoint != null && root != null && !root.equals("/")) {
            throw Fault.client(
                            "When using an EFS access point, the root directory must either be set to \"/\" or be omitted.")
                    .raise();
        }
        boolean wanted = accessPoint != null || "ENABLED".equals(authorization.iam());
        if (wanted && !"ENABLED".equals(efs.transitEncryption())) {
            throw invalid(
                            volume,
                            "'efsVolumeConfiguration.transitEncryption' must be ENABLED when using an EFS access point or IAM authorization.")
                    .raise();
        }
    }

    private static void s3Files(Volume volume, Volume.S3Files files, TaskDefinition definition) {
        if (!S3_FILE_SYSTEM.matcher(files.fileSystemArn()).matches()) {
            throw invalid(
                            volume,
                            "'s3filesVolumeConfiguration.fileSystemArn' must be the ARN of a file system of S3 Files, was '%s'."
                                    .formatted(files.fileSystemArn()))
                    .raise();
        }
        String accessPoint = files.accessPointArn();
        if (accessPoint != null && !S3_ACCESS_POINT.matcher(accessPoint).matches()) {
            throw invalid(
                            volume,
                            "'s3filesVolumeConfiguration.accessPointArn' must be the ARN of an access point of S3 Files, was '%s'."
                                    .formatted(accessPoint))
                    .raise();
        }
        String root = files.rootDirectory();
        checkRoot(volume, "s3filesVolumeConfiguration", root);
        checkPort(volume, "s3filesVolumeConfiguration", files.transitEncryptionPort());
        if (accessPoint != null && root != null && !root.equals("/")) {
            throw Fault.client(
                            "When using an S3 Files access point, the root directory must either be set to \"/\" or be omitted.")
                    .raise();
        }
        if (definition.taskRoleArn() == null) {
            throw invalid(volume, "'s3filesVolumeConfiguration' needs a taskRoleArn in the task definition.")
                    .raise();
        }
    }

    private static void checkRoot(Volume volume, String kind, @Nullable String root) {
        if (root != null && !isPlain(root)) {
            throw invalid(
                            volume,
                            "'%s.rootDirectory' must be an absolute path without '..' and ':', was '%s'."
                                    .formatted(kind, root))
                    .raise();
        }
    }

    private static void checkPort(Volume volume, String kind, @Nullable Integer port) {
        if (port != null && (port < 0 || port > 65535)) {
            throw invalid(
                            volume,
                            "'%s.transitEncryptionPort' must be between 0 and 65535, was %d.".formatted(kind, port))
                    .raise();
        }
    }

    private static boolean isPlain(String path) {
        return path.startsWith("/")
                && !path.contains(":")
                && Arrays.stream(path.split("/", -1)).noneMatch(".."::equals);
    }

    /// ECS's words for the first volume that Fargate does not have.
    static Optional<String> notOnFargate(TaskDefinition definition) {
        return definition.volumes().stream()
                .flatMap(volume -> switch (volume.source()) {
                    case Volume.Host(var path) ->
                        path == null ? Optional.<String>empty().stream() : Optional.of("sourcePath").stream();
                    case Volume.Docker docker -> Optional.of("dockerVolumeConfiguration").stream();
                    case Volume.AtLaunch unsaid -> Optional.<String>empty().stream();
                    case Volume.Ebs ebs -> Optional.<String>empty().stream();
                    case Volume.Efs efs -> Optional.<String>empty().stream();
                    case Volume.S3Files files -> Optional.<String>empty().stream();
                })
                .map("Fargate compatible task definitions do not support %s"::formatted)
                .findFirst();
    }

    private static Fault invalid(Volume volume, String what) {
        return Fault.client("Invalid setting for volume '%s'. %s".formatted(volume.name(), what));
    }
}
