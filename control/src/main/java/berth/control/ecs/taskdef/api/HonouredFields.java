package berth.control.ecs.taskdef.api;

import berth.kernel.Invariants;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The fields of RegisterTaskDefinition that have their effect, each with the test that reads the effect back
/// through the engine or from inside the container. With [RefusedFields] it holds every leaf of the request
/// exactly once; a field that a new SDK brings stands in neither and fails the build.
///
/// `taskRoleArn` and `executionRoleArn` are kept and echoed, and the rules that need them are checked. They are not
/// enforced: containers get no credentials of a role yet.
public final class HonouredFields {
    private static final SequencedMap<String, String> FIELDS = new LinkedHashMap<>();

    /// Path to `class#method`, in the order of the guide.
    public static final SequencedMap<String, String> HONOURED = Collections.unmodifiableSequencedMap(FIELDS);

    static {
        honour("tags.key", "tags");
        honour("tags.value", "tags");
        honour("family", "family");
        honour("taskRoleArn", "taskRoleArn");
        honour("executionRoleArn", "executionRoleArn");
        honour("networkMode", "networkMode");
        honour("requiresCompatibilities", "requiresCompatibilities");
        honour("cpu", "taskCpu");
        honour("memory", "taskMemory");
        honour("runtimePlatform.cpuArchitecture", "runtimePlatformCpuArchitecture");
        honour("runtimePlatform.operatingSystemFamily", "runtimePlatformOperatingSystemFamily");
        honour("ephemeralStorage.sizeInGiB", "ephemeralStorage");
        honour("enableFaultInjection", "berth.server.FaultInjectionDockerTest", "enableFaultInjection");
        honour("placementConstraints.type", "placementConstraintsType");
        honour("placementConstraints.expression", "placementConstraintsExpression");
        honour("containerDefinitions.name", "containerName");
        honour("containerDefinitions.image", "containerImage");
        honour("containerDefinitions.cpu", "containerCpu");
        honour("containerDefinitions.memory", "containerMemory");
        honour("containerDefinitions.memoryReservation", "containerMemoryReservation");
        honour("containerDefinitions.portMappings.containerPort", "containerPortMappingsContainerPort");
        honour("containerDefinitions.portMappings.hostPort", "containerPortMappingsHostPort");
        honour("containerDefinitions.portMappings.protocol", "containerPortMappingsProtocol");
        honour("containerDefinitions.portMappings.name", "containerPortMappingsName");
        honour("containerDefinitions.portMappings.appProtocol", "containerPortMappingsAppProtocol");
        honour("containerDefinitions.portMappings.containerPortRange", "containerPortMappingsContainerPortRange");
        honour("containerDefinitions.essential", "containerEssential");
        honour("containerDefinitions.entryPoint", "containerEntryPoint");
        honour("containerDefinitions.command", "containerCommand");
        honour("containerDefinitions.environment.name", "containerEnvironmentName");
        honour("containerDefinitions.environment.value", "containerEnvironmentValue");
        honour("containerDefinitions.stopTimeout", "containerStopTimeout");
        honour("containerDefinitions.logConfiguration.logDriver", "containerLogConfigurationLogDriver");
        honour("containerDefinitions.logConfiguration.options", "containerLogConfigurationOptions");
        honour(
                "containerDefinitions.versionConsistency",
                "berth.server.VersionConsistencyDockerTest",
                "versionConsistency");
        honour("containerDefinitions.healthCheck.command", "containerHealthCheckCommand");
        honour("containerDefinitions.healthCheck.interval", "containerHealthCheckInterval");
        honour("containerDefinitions.healthCheck.timeout", "containerHealthCheckTimeout");
        honour("containerDefinitions.healthCheck.retries", "containerHealthCheckRetries");
        honour("containerDefinitions.healthCheck.startPeriod", "containerHealthCheckStartPeriod");
        honour(
                "containerDefinitions.firelensConfiguration.type",
                "berth.server.FirelensDockerTest",
                "firelensConfiguration");
        honour(
                "containerDefinitions.firelensConfiguration.options",
                "berth.server.FirelensDockerTest",
                "firelensConfiguration");
        tied("pidMode", "pidMode");
        tied("ipcMode", "ipcMode");
        tied("containerDefinitions.links", "links");
        tied("containerDefinitions.environmentFiles.value", "environmentFiles");
        tied("containerDefinitions.environmentFiles.type", "environmentFiles");
        tied("containerDefinitions.dependsOn.containerName", "dependsOn");
        tied("containerDefinitions.dependsOn.condition", "dependsOn");
        tied("containerDefinitions.startTimeout", "startTimeout");
        tied("containerDefinitions.restartPolicy.enabled", "restartPolicy");
        tied("containerDefinitions.restartPolicy.ignoredExitCodes", "restartPolicy");
        tied("containerDefinitions.restartPolicy.restartAttemptPeriod", "restartPolicy");
        set("containerDefinitions.user", "user");
        set("containerDefinitions.workingDirectory", "workingDirectory");
        set("containerDefinitions.hostname", "hostname");
        set("containerDefinitions.disableNetworking", "disableNetworking");
        set("containerDefinitions.privileged", "privileged");
        set("containerDefinitions.readonlyRootFilesystem", "readonlyRootFilesystem");
        set("containerDefinitions.dnsServers", "dnsServers");
        set("containerDefinitions.dnsSearchDomains", "dnsSearchDomains");
        set("containerDefinitions.extraHosts.hostname", "extraHosts");
        set("containerDefinitions.extraHosts.ipAddress", "extraHosts");
        set("containerDefinitions.dockerSecurityOptions", "dockerSecurityOptions");
        set("containerDefinitions.interactive", "interactive");
        set("containerDefinitions.pseudoTerminal", "pseudoTerminal");
        set("containerDefinitions.dockerLabels", "dockerLabels");
        set("containerDefinitions.ulimits.name", "ulimits");
        set("containerDefinitions.ulimits.softLimit", "ulimits");
        set("containerDefinitions.ulimits.hardLimit", "ulimits");
        set("containerDefinitions.systemControls.namespace", "systemControls");
        set("containerDefinitions.systemControls.value", "systemControls");
        set("containerDefinitions.linuxParameters.capabilities.add", "capabilitiesAdd");
        set("containerDefinitions.linuxParameters.capabilities.drop", "capabilitiesDrop");
        set("containerDefinitions.linuxParameters.devices.hostPath", "devices");
        set("containerDefinitions.linuxParameters.devices.containerPath", "devices");
        set("containerDefinitions.linuxParameters.devices.permissions", "devices");
        set("containerDefinitions.linuxParameters.initProcessEnabled", "initProcessEnabled");
        set("containerDefinitions.linuxParameters.sharedMemorySize", "sharedMemorySize");
        set("containerDefinitions.linuxParameters.tmpfs.containerPath", "tmpfs");
        set("containerDefinitions.linuxParameters.tmpfs.size", "tmpfs");
        set("containerDefinitions.linuxParameters.tmpfs.mountOptions", "tmpfs");
        set("containerDefinitions.linuxParameters.maxSwap", "maxSwap");
        set("containerDefinitions.linuxParameters.swappiness", "swappiness");
        stores("containerDefinitions.mountPoints.sourceVolume", "mountPoints");
        stores("containerDefinitions.mountPoints.containerPath", "mountPoints");
        stores("containerDefinitions.mountPoints.readOnly", "mountPoints");
        stores("containerDefinitions.volumesFrom.sourceContainer", "volumesFrom");
        stores("containerDefinitions.volumesFrom.readOnly", "volumesFrom");
        stores("volumes.name", "volumeName");
        stores("volumes.host.sourcePath", "hostSourcePath");
        stores("volumes.dockerVolumeConfiguration.scope", "dockerVolumeConfiguration");
        stores("volumes.dockerVolumeConfiguration.autoprovision", "dockerVolumeConfiguration");
        stores("volumes.dockerVolumeConfiguration.driver", "dockerVolumeConfiguration");
        stores("volumes.dockerVolumeConfiguration.driverOpts", "dockerVolumeConfiguration");
        stores("volumes.dockerVolumeConfiguration.labels", "dockerVolumeConfiguration");
        stores("volumes.efsVolumeConfiguration.fileSystemId", "efsVolumeConfiguration");
        stores("volumes.efsVolumeConfiguration.rootDirectory", "efsVolumeConfiguration");
        stores("volumes.efsVolumeConfiguration.transitEncryption", "efsVolumeConfiguration");
        stores("volumes.efsVolumeConfiguration.transitEncryptionPort", "efsVolumeConfiguration");
        stores("volumes.efsVolumeConfiguration.authorizationConfig.accessPointId", "authorizationConfig");
        stores("volumes.efsVolumeConfiguration.authorizationConfig.iam", "authorizationConfig");
        stores("volumes.configuredAtLaunch", "configuredAtLaunch");
        stores("volumes.s3filesVolumeConfiguration.fileSystemArn", "s3filesVolumeConfiguration");
        stores("volumes.s3filesVolumeConfiguration.rootDirectory", "s3filesVolumeConfiguration");
        stores("volumes.s3filesVolumeConfiguration.transitEncryptionPort", "s3filesVolumeConfiguration");
        stores("volumes.s3filesVolumeConfiguration.accessPointArn", "s3filesVolumeConfiguration");
    }

    private HonouredFields() {}

    private static void honour(String path, String test) {
        honour(path, "berth.server.HonouredFieldsDockerTest", test);
    }

    /// What the engine gets as it is.
    private static void set(String path, String test) {
        honour(path, "berth.server.ContainerSettingsDockerTest", test);
    }

    /// What ties containers together.
    private static void tied(String path, String test) {
        honour(path, "berth.server.ContainerTiesDockerTest", test);
    }

    /// Volumes and what mounts them.
    private static void stores(String path, String test) {
        honour(path, "berth.server.VolumesDockerTest", test);
    }

    private static void honour(String path, String type, String test) {
        String before = FIELDS.put(path, type + '#' + test);
        Invariants.check(before == null, "%s is listed twice", path);
    }
}
