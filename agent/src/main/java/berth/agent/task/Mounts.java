package berth.agent.task;

import berth.agent.engine.Mount;
import berth.agent.engine.Mount.Keeping;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.ContainerSettings.MountPoint;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Turns mount points and volumesFrom of a wanted container into the engine's.
///
/// By example, for a task of family `app:3`: the volume `{"name":"scratch"}` is the docker volume
/// `ecs-app-3-scratch-` and 20 digits of the task, which goes with the task's last container; `{"name":"db",
/// "dockerVolumeConfiguration":{"scope":"shared","autoprovision":true}}` is the docker volume `db`, which stays;
/// the EFS file system `fs-1a2b3c4d` with the root directory `/www` is the directory `efs/fs-1a2b3c4d/www` of the data
/// directory, and with an access point `efs/fs-1a2b3c4d/fsap-5e6f7a8b`; one of S3 Files is the same in `s3files`; the
/// EBS volume `vol-0123456789abcdef0` is the docker volume of that name with the tags as labels, which goes with the
/// task's last container unless deleteOnTermination is false.
final class Mounts {
    private Mounts() {}

    static List<Mount> of(RequestConfig config, DesiredTask task, DesiredContainer container) {
        return container.settings().mountPoints().stream()
                .map(point -> mount(config, task, point))
                .toList();
    }

    private static Mount mount(RequestConfig config, DesiredTask task, MountPoint point) {
        Volume volume = task.volume(point.sourceVolume());
        boolean readOnly = ContainerSettings.on(point.readOnly());
        return switch (volume.source()) {
            case Volume.Host(var path) when path != null -> new Mount.Path(path, point.containerPath(), readOnly);
            case Volume.Host host ->
                new Mount.Named(
                        own(config, task, volume),
                        point.containerPath(),
                        readOnly,
                        Keeping.TASK,
                        null,
                        new LinkedHashMap<>(),
                        new LinkedHashMap<>());
            case Volume.Docker docker ->
                new Mount.Named(
                        docker.shared() ? volume.name() : own(config, task, volume),
                        point.containerPath(),
                        readOnly,
                        keeping(docker),
                        docker.driver(),
                        docker.driverOpts(),
                        docker.labels());
            case Volume.AtLaunch unsaid ->
                throw new IllegalStateException("nobody said what the volume " + volume.name() + " is");
            case Volume.Ebs ebs ->
                new Mount.Named(
                        ebs.volumeId(),
                        point.containerPath(),
                        readOnly,
                        ebs.deleteOnTermination() ? Keeping.TASK : Keeping.SHARED,
                        null,
                        new LinkedHashMap<>(),
                        labels(ebs),
                        true);
            case Volume.Efs efs ->
                new Mount.Path(config.fileSystems() + directory(efs), point.containerPath(), readOnly);
            case Volume.S3Files files ->
                new Mount.Path(config.fileSystems() + directory(files), point.containerPath(), readOnly);
        };
    }

    private static String own(RequestConfig config, DesiredTask task, Volume volume) {
        return ContainerNames.ofVolume(
                config.installation(), task.arn(), task.family(), task.revision(), volume.name());
    }

    /// ECS: a shared volume is made only where the definition says so.
    private static Keeping keeping(Volume.Docker docker) {
        if (!docker.shared()) {
            return Keeping.TASK;
        }
        return ContainerSettings.on(docker.autoprovision()) ? Keeping.SHARED : Keeping.EXISTING;
    }

    /// Labels of Berth's own say what is to become of a volume, so that no tag can.
    private static SequencedMap<String, String> labels(Volume.Ebs ebs) {
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        ebs.tags().forEach((key, value) -> {
            if (!key.startsWith(Labels.PREFIX)) {
                labels.put(key, value);
            }
        });
        return labels;
    }

    private static String directory(Volume.Efs efs) {
        Volume.Efs.Authorization authorization = efs.authorization();
        String accessPoint = authorization == null ? null : authorization.accessPointId();
        return "/efs/" + efs.fileSystemId() + below(efs.rootDirectory(), accessPoint);
    }

    private static String directory(Volume.S3Files files) {
        return "/s3files/" + files.fileSystemId() + below(files.rootDirectory(), files.accessPointId());
    }

    /// `/` and nothing are the file system itself; an access point brings a directory of its own.
    private static String below(@Nullable String root, @Nullable String accessPoint) {
        if (accessPoint != null) {
            return '/' + accessPoint;
        }
        return root == null || root.equals("/") ? "" : root;
    }

    static List<String> volumesFrom(RequestConfig config, DesiredTask task, DesiredContainer container) {
        return container.settings().volumesFrom().stream()
                .map(from -> ContainerNames.of(
                                config.installation(),
                                task.arn(),
                                task.family(),
                                task.revision(),
                                from.sourceContainer())
                        + (ContainerSettings.on(from.readOnly()) ? ":ro" : ""))
                .toList();
    }
}
