package berth.control.ecs.taskdef.api;

import berth.kernel.Fault;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.DockerVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.EFSAuthorizationConfig;
import software.amazon.awssdk.services.ecs.model.EFSVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.HostVolumeProperties;
import software.amazon.awssdk.services.ecs.model.S3FilesVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.VolumeFrom;

/// Volumes and what mounts them, from and to the SDK's classes.
///
/// ECS: a volume of which only the name is given is one of `host` without a path, and shown so; a docker volume
/// without a scope is the task's.
final class VolumeMapper {
    private static final List<String> SCOPES = List.of("shared", "task");
    private static final List<String> SWITCH = List.of("DISABLED", "ENABLED");

    private VolumeMapper() {}

    static Volume fromSdk(software.amazon.awssdk.services.ecs.model.Volume given) {
        String name = ContainerMapper.required("Volume.name", given.name());
        long kinds = Stream.of(
                        given.host() != null,
                        given.dockerVolumeConfiguration() != null,
                        given.efsVolumeConfiguration() != null,
                        given.s3filesVolumeConfiguration() != null,
                        Boolean.TRUE.equals(given.configuredAtLaunch()))
                .filter(there -> there)
                .count();
        if (kinds > 1) {
            throw Fault.client("When the volume parameter is specified, only one volume configuration type should be"
                            + " used.")
                    .raise();
        }
        if (given.dockerVolumeConfiguration() != null) {
            return new Volume(name, docker(given.dockerVolumeConfiguration()));
        }
        if (given.efsVolumeConfiguration() != null) {
            return new Volume(name, efs(given.efsVolumeConfiguration()));
        }
        if (given.s3filesVolumeConfiguration() != null) {
            return new Volume(name, s3Files(given.s3filesVolumeConfiguration()));
        }
        if (Boolean.TRUE.equals(given.configuredAtLaunch())) {
            return new Volume(name, new Volume.AtLaunch());
        }
        return new Volume(
                name,
                new Volume.Host(
                        given.host() == null
                                ? null
                                : TaskDefinitionMapper.given(given.host().sourcePath())));
    }

    private static Volume.Docker docker(DockerVolumeConfiguration given) {
        String scope = given.scopeAsString() == null ? "task" : given.scopeAsString();
        TaskDefinitionMapper.oneOf("volumes.dockerVolumeConfiguration.scope", scope, SCOPES);
        return new Volume.Docker(
                scope.equals("shared"),
                given.autoprovision(),
                TaskDefinitionMapper.given(given.driver()),
                new LinkedHashMap<>(new TreeMap<>(given.driverOpts())),
                new LinkedHashMap<>(new TreeMap<>(given.labels())));
    }

    private static Volume.Efs efs(EFSVolumeConfiguration given) {
        EFSAuthorizationConfig authorization = given.authorizationConfig();
        String encryption = given.transitEncryptionAsString();
        TaskDefinitionMapper.oneOf("volumes.efsVolumeConfiguration.transitEncryption", encryption, SWITCH);
        String iam = authorization == null ? null : authorization.iamAsString();
        TaskDefinitionMapper.oneOf("volumes.efsVolumeConfiguration.authorizationConfig.iam", iam, SWITCH);
        return new Volume.Efs(
                ContainerMapper.required("Volume.efsVolumeConfiguration.fileSystemId", given.fileSystemId()),
                TaskDefinitionMapper.given(given.rootDirectory()),
                encryption,
                given.transitEncryptionPort(),
                authorization == null
                        ? null
                        : new Volume.Efs.Authorization(TaskDefinitionMapper.given(authorization.accessPointId()), iam));
    }

    private static Volume.S3Files s3Files(S3FilesVolumeConfiguration given) {
        return new Volume.S3Files(
                ContainerMapper.required("Volume.s3filesVolumeConfiguration.fileSystemArn", given.fileSystemArn()),
                TaskDefinitionMapper.given(given.rootDirectory()),
                given.transitEncryptionPort(),
                TaskDefinitionMapper.given(given.accessPointArn()));
    }

    static software.amazon.awssdk.services.ecs.model.Volume toSdk(Volume volume) {
        var made = software.amazon.awssdk.services.ecs.model.Volume.builder().name(volume.name());
        return switch (volume.source()) {
            case Volume.Host(var path) ->
                made.host(HostVolumeProperties.builder().sourcePath(path).build())
                        .build();
            case Volume.Docker docker ->
                made.dockerVolumeConfiguration(DockerVolumeConfiguration.builder()
                                .scope(docker.shared() ? "shared" : "task")
                                .autoprovision(docker.autoprovision())
                                .driver(docker.driver())
                                .driverOpts(docker.driverOpts().isEmpty() ? null : docker.driverOpts())
                                .labels(docker.labels().isEmpty() ? null : docker.labels())
                                .build())
                        .build();
            case Volume.AtLaunch unsaid -> made.configuredAtLaunch(true).build();
            case Volume.Ebs ebs -> throw new IllegalStateException("a definition has no volume of EBS");
            case Volume.S3Files files ->
                made.s3filesVolumeConfiguration(S3FilesVolumeConfiguration.builder()
                                .fileSystemArn(files.fileSystemArn())
                                .rootDirectory(files.rootDirectory())
                                .transitEncryptionPort(files.transitEncryptionPort())
                                .accessPointArn(files.accessPointArn())
                                .build())
                        .build();
            case Volume.Efs efs ->
                made.efsVolumeConfiguration(EFSVolumeConfiguration.builder()
                                .fileSystemId(efs.fileSystemId())
                                .rootDirectory(efs.rootDirectory())
                                .transitEncryption(efs.transitEncryption())
                                .transitEncryptionPort(efs.transitEncryptionPort())
                                .authorizationConfig(
                                        efs.authorization() == null
                                                ? null
                                                : EFSAuthorizationConfig.builder()
                                                        .accessPointId(efs.authorization()
                                                                .accessPointId())
                                                        .iam(efs.authorization().iam())
                                                        .build())
                                .build())
                        .build();
        };
    }

    static ContainerSettings.MountPoint mountPoint(software.amazon.awssdk.services.ecs.model.MountPoint given) {
        return new ContainerSettings.MountPoint(
                ContainerMapper.required("Container.mountPoints.sourceVolume", given.sourceVolume()),
                ContainerMapper.required("Container.mountPoints.containerPath", given.containerPath()),
                given.readOnly());
    }

    static software.amazon.awssdk.services.ecs.model.MountPoint toSdk(ContainerSettings.MountPoint point) {
        return software.amazon.awssdk.services.ecs.model.MountPoint.builder()
                .sourceVolume(point.sourceVolume())
                .containerPath(point.containerPath())
                .readOnly(point.readOnly())
                .build();
    }

    static ContainerSettings.VolumesFrom volumesFrom(VolumeFrom given) {
        return new ContainerSettings.VolumesFrom(
                ContainerMapper.required("Container.volumesFrom.sourceContainer", given.sourceContainer()),
                given.readOnly());
    }

    static VolumeFrom toSdk(ContainerSettings.VolumesFrom from) {
        return VolumeFrom.builder()
                .sourceContainer(from.sourceContainer())
                .readOnly(from.readOnly())
                .build();
    }
}
