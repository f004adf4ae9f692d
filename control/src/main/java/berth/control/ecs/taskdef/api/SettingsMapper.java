package berth.control.ecs.taskdef.api;

import berth.kernel.Fault;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.ContainerSettings.Device;
import berth.kernel.host.ContainerSettings.ExtraHost;
import berth.kernel.host.ContainerSettings.LinuxParameters;
import berth.kernel.host.ContainerSettings.SystemControl;
import berth.kernel.host.ContainerSettings.Tmpfs;
import berth.kernel.host.ContainerSettings.Ulimit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HostEntry;
import software.amazon.awssdk.services.ecs.model.KernelCapabilities;

/// The part of a container definition that goes to the engine as it is, from and to the SDK's class.
final class SettingsMapper {
    private SettingsMapper() {}

    static ContainerSettings fromSdk(ContainerDefinition given) {
        return new ContainerSettings(
                user(given),
                TaskDefinitionMapper.given(given.workingDirectory()),
                TaskDefinitionMapper.given(given.hostname()),
                given.privileged(),
                given.readonlyRootFilesystem(),
                given.interactive(),
                given.pseudoTerminal(),
                given.disableNetworking(),
                given.dnsServers(),
                given.dnsSearchDomains(),
                given.extraHosts().stream()
                        .map(host -> new ExtraHost(
                                ContainerMapper.required("Container.extraHosts.hostname", host.hostname()),
                                ContainerMapper.required("Container.extraHosts.ipAddress", host.ipAddress())))
                        .toList(),
                new LinkedHashMap<>(new TreeMap<>(given.dockerLabels())),
                given.dockerSecurityOptions(),
                given.systemControls().stream()
                        .map(control -> new SystemControl(
                                ContainerMapper.required("Container.systemControls.namespace", control.namespace()),
                                ContainerMapper.required("Container.systemControls.value", control.value())))
                        .toList(),
                given.ulimits().stream()
                        .map(limit -> new Ulimit(
                                ContainerMapper.required("Container.ulimits.name", limit.nameAsString()),
                                present("ulimits.softLimit", limit.softLimit()),
                                present("ulimits.hardLimit", limit.hardLimit())))
                        .toList(),
                given.linuxParameters() == null ? null : linux(given.linuxParameters()),
                given.mountPoints().stream().map(VolumeMapper::mountPoint).toList(),
                given.volumesFrom().stream().map(VolumeMapper::volumesFrom).toList());
    }

    private static LinuxParameters linux(software.amazon.awssdk.services.ecs.model.LinuxParameters given) {
        KernelCapabilities capabilities = given.capabilities();
        return new LinuxParameters(
                capabilities == null ? List.of() : capabilities.add(),
                capabilities == null ? List.of() : capabilities.drop(),
                given.devices().stream()
                        .map(device -> new Device(
                                ContainerMapper.required(
                                        "Container.linuxParameters.devices.hostPath", device.hostPath()),
                                TaskDefinitionMapper.given(device.containerPath()),
                                device.permissionsAsStrings()))
                        .toList(),
                given.initProcessEnabled(),
                given.sharedMemorySize(),
                given.tmpfs().stream()
                        .map(tmpfs -> new Tmpfs(
                                ContainerMapper.required(
                                        "Container.linuxParameters.tmpfs.containerPath", tmpfs.containerPath()),
                                present("linuxParameters.tmpfs.size", tmpfs.size()),
                                tmpfs.mountOptions()))
                        .toList(),
                given.maxSwap(),
                given.swappiness());
    }

    private static int present(String field, @Nullable Integer given) {
        if (given == null) {
            throw Fault.client("Container.%s should not be null.".formatted(field))
                    .raise();
        }
        return given;
    }

    /// ECS: only what was given is shown; systemControls, mountPoints and volumesFrom always.
    static void show(ContainerSettings settings, ContainerDefinition.Builder made) {
        made.user(settings.user())
                .workingDirectory(settings.workingDirectory())
                .hostname(settings.hostname())
                .privileged(settings.privileged())
                .readonlyRootFilesystem(settings.readonlyRootFilesystem())
                .interactive(settings.interactive())
                .pseudoTerminal(settings.pseudoTerminal())
                .disableNetworking(settings.disableNetworking())
                .mountPoints(
                        settings.mountPoints().stream().map(VolumeMapper::toSdk).toList())
                .volumesFrom(
                        settings.volumesFrom().stream().map(VolumeMapper::toSdk).toList())
                .dnsServers(orNull(settings.dnsServers()))
                .dnsSearchDomains(orNull(settings.dnsSearchDomains()))
                .dockerSecurityOptions(orNull(settings.dockerSecurityOptions()))
                .dockerLabels(settings.dockerLabels().isEmpty() ? null : settings.dockerLabels())
                .systemControls(settings.systemControls().stream()
                        .map(control -> software.amazon.awssdk.services.ecs.model.SystemControl.builder()
                                .namespace(control.namespace())
                                .value(control.value())
                                .build())
                        .toList())
                .extraHosts(orNull(settings.extraHosts().stream()
                        .map(host -> HostEntry.builder()
                                .hostname(host.hostname())
                                .ipAddress(host.ipAddress())
                                .build())
                        .toList()))
                .ulimits(orNull(settings.ulimits().stream()
                        .map(limit -> software.amazon.awssdk.services.ecs.model.Ulimit.builder()
                                .name(limit.name())
                                .softLimit(limit.softLimit())
                                .hardLimit(limit.hardLimit())
                                .build())
                        .toList()));
        if (settings.linuxParameters() != null) {
            made.linuxParameters(show(settings.linuxParameters()));
        }
    }

    private static software.amazon.awssdk.services.ecs.model.LinuxParameters show(LinuxParameters linux) {
        var made = software.amazon.awssdk.services.ecs.model.LinuxParameters.builder()
                .initProcessEnabled(linux.initProcessEnabled())
                .sharedMemorySize(linux.sharedMemorySize())
                .maxSwap(linux.maxSwap())
                .swappiness(linux.swappiness())
                .devices(orNull(linux.devices().stream()
                        .map(device -> software.amazon.awssdk.services.ecs.model.Device.builder()
                                .hostPath(device.hostPath())
                                .containerPath(device.containerPath())
                                .permissionsWithStrings(orNull(device.permissions()))
                                .build())
                        .toList()))
                .tmpfs(orNull(linux.tmpfs().stream()
                        .map(tmpfs -> software.amazon.awssdk.services.ecs.model.Tmpfs.builder()
                                .containerPath(tmpfs.containerPath())
                                .size(tmpfs.size())
                                .mountOptions(orNull(tmpfs.mountOptions()))
                                .build())
                        .toList()));
        if (!linux.add().isEmpty() || !linux.drop().isEmpty()) {
            made.capabilities(KernelCapabilities.builder()
                    .add(orNull(linux.add()))
                    .drop(orNull(linux.drop()))
                    .build());
        }
        return made.build();
    }

    private static <T> @Nullable List<T> orNull(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    /// ECS: a log router that says nothing runs as root.
    private static @Nullable String user(ContainerDefinition given) {
        String user = TaskDefinitionMapper.given(given.user());
        return user == null && given.firelensConfiguration() != null ? "0" : user;
    }
}
