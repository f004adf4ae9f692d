package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.Fault;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.ContainerSettings.Device;
import berth.kernel.host.ContainerSettings.LinuxParameters;
import berth.kernel.host.ContainerSettings.SystemControl;
import berth.kernel.host.ContainerSettings.Ulimit;
import berth.kernel.host.Namespaces.Mode;
import berth.kernel.host.NetworkMode;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a container's settings must keep.
///
/// ECS: hostname, extraHosts and links aren't for awsvpc, whose containers share one network; net.* of
/// systemControls isn't for host networking; a container may have the capabilities that Docker knows. Example:
/// `kernel.shmmax` and `net.core.somaxconn` are good in bridge mode, `vm.swappiness` never: it is the machine's.
///
/// Differs from ECS: dnsServers and dnsSearchDomains are refused with awsvpc, whose containers read the resolv.conf of
/// the task's interface; so is net.*, for an interface is made before it is known whose it will be.
final class SettingsRules {
    static final TreeSet<String> ULIMITS = new TreeSet<>(List.of(
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack"));

    static final TreeSet<String> CAPABILITIES = new TreeSet<>(List.of(
            "ALL",
            "AUDIT_CONTROL",
            "AUDIT_WRITE",
            "BLOCK_SUSPEND",
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "FOWNER",
            "FSETID",
            "IPC_LOCK",
            "IPC_OWNER",
            "KILL",
            "LEASE",
            "LINUX_IMMUTABLE",
            "MAC_ADMIN",
            "MAC_OVERRIDE",
            "MKNOD",
            "NET_ADMIN",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_RAW",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_CHROOT",
            "SYS_MODULE",
            "SYS_NICE",
            "SYS_PACCT",
            "SYS_PTRACE",
            "SYS_RAWIO",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "SYSLOG",
            "WAKE_ALARM"));

    private static final TreeSet<String> PERMISSIONS = new TreeSet<>(List.of("read", "write", "mknod"));
    private static final Pattern IPC_CONTROL = Pattern.compile(
            "kernel\\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced)|fs\\.mqueue\\..+");
    private static final int LEAST_OF_SHARED_MEMORY = 1;

    private SettingsRules() {}

    static void check(TaskDefinition definition, ContainerDefinition container) {
        ContainerSettings settings = container.settings();
        if (definition.networkMode() == NetworkMode.AWSVPC) {
            awsvpc(settings);
        }
        for (SystemControl control : settings.systemControls()) {
            control(definition, container, control);
        }
        for (Ulimit limit : settings.ulimits()) {
            legal(container, "ulimits.name", limit.name(), ULIMITS);
            if (limit.softLimit() > limit.hardLimit() && limit.hardLimit() >= 0) {
                throw ContainerRules.invalid(
                                container,
                                "'ulimits' of %s: the soft limit %d is above the hard limit %d."
                                        .formatted(limit.name(), limit.softLimit(), limit.hardLimit()))
                        .raise();
            }
        }
        if (settings.linuxParameters() != null) {
            linux(container, settings.linuxParameters());
        }
        String label = ownLabel(settings.dockerLabels());
        if (label != null) {
            throw ContainerRules.invalid(container, "'dockerLabels' must not have Berth's own: '%s'.".formatted(label))
                    .raise();
        }
    }

    /// A label that would tell an agent something, or null.
    static @Nullable String ownLabel(SequencedMap<String, String> labels) {
        return labels.keySet().stream()
                .filter(label -> label.startsWith(ContainerSettings.OWN_LABELS))
                .findFirst()
                .orElse(null);
    }

    private static void awsvpc(ContainerSettings settings) {
        refuse(settings.hostname() != null, "hostname is");
        refuse(!settings.extraHosts().isEmpty(), "Extra hosts are");
        refuse(!settings.dnsServers().isEmpty(), "dnsServers are");
        refuse(!settings.dnsSearchDomains().isEmpty(), "dnsSearchDomains are");
        refuse(ContainerSettings.on(settings.disableNetworking()), "disableNetworking is");
    }

    private static void refuse(boolean given, String what) {
        if (given) {
            throw Fault.client(what + " not supported when networkMode=awsvpc.").raise();
        }
    }

    private static void control(TaskDefinition definition, ContainerDefinition container, SystemControl control) {
        NetworkMode mode = definition.networkMode();
        String name = control.namespace();
        if (name.startsWith("net.")) {
            if (mode == NetworkMode.HOST || mode == NetworkMode.AWSVPC) {
                throw ContainerRules.invalid(
                                container,
                                "'systemControls' of %s are not supported when networkMode=%s."
                                        .formatted(name, mode.word()))
                        .raise();
            }
        } else if (definition.namespaces().ipc() == Mode.HOST) {
            throw ContainerRules.invalid(
                            container, "'systemControls' of %s are not supported when ipcMode=host.".formatted(name))
                    .raise();
        } else if (!IPC_CONTROL.matcher(name).matches()) {
            throw ContainerRules.invalid(
                            container,
                            "'systemControls' must be of net.* or of an IPC namespace, was %s.".formatted(name))
                    .raise();
        }
    }

    private static void linux(ContainerDefinition container, LinuxParameters linux) {
        linux.add().forEach(name -> legal(container, "linuxParameters.capabilities.add", name, CAPABILITIES));
        linux.drop().forEach(name -> legal(container, "linuxParameters.capabilities.drop", name, CAPABILITIES));
        for (Device device : linux.devices()) {
            device.permissions()
                    .forEach(name -> legal(container, "linuxParameters.devices.permissions", name, PERMISSIONS));
        }
        Integer shared = linux.sharedMemorySize();
        if (shared != null && shared < LEAST_OF_SHARED_MEMORY) {
            throw ContainerRules.invalid(
                            container,
                            "'linuxParameters.sharedMemorySize' must be at least 1 MiB, was %d.".formatted(shared))
                    .raise();
        }
        linux.tmpfs().stream().filter(tmpfs -> tmpfs.size() < 1).findFirst().ifPresent(tmpfs -> {
            throw ContainerRules.invalid(
                            container,
                            "'linuxParameters.tmpfs.size' must be at least 1 MiB, was %d.".formatted(tmpfs.size()))
                    .raise();
        });
        Integer maxSwap = linux.maxSwap();
        if (maxSwap != null && maxSwap < 0) {
            throw ContainerRules.invalid(
                            container, "'linuxParameters.maxSwap' must not be negative, was %d.".formatted(maxSwap))
                    .raise();
        }
        Integer swappiness = linux.swappiness();
        if (swappiness != null && (swappiness < 0 || swappiness > 100)) {
            throw ContainerRules.invalid(
                            container,
                            "'linuxParameters.swappiness' must be between 0 and 100, was %d.".formatted(swappiness))
                    .raise();
        }
    }

    /// The first setting that Fargate has no room for.
    static Optional<String> notOnFargate(ContainerSettings settings) {
        if (ContainerSettings.on(settings.privileged())) {
            return Optional.of("privileged");
        }
        if (!settings.dockerSecurityOptions().isEmpty()) {
            return Optional.of("dockerSecurityOptions");
        }
        LinuxParameters linux = settings.linuxParameters();
        if (linux == null) {
            return Optional.empty();
        }
        if (!linux.devices().isEmpty()) {
            return Optional.of("linuxParameters.devices");
        }
        if (linux.sharedMemorySize() != null) {
            return Optional.of("linuxParameters.sharedMemorySize");
        }
        if (linux.maxSwap() != null) {
            return Optional.of("linuxParameters.maxSwap");
        }
        if (linux.swappiness() != null) {
            return Optional.of("linuxParameters.swappiness");
        }
        return linux.add().stream().allMatch("SYS_PTRACE"::equals)
                ? Optional.empty()
                : Optional.of("linuxParameters.capabilities.add but SYS_PTRACE");
    }

    private static void legal(ContainerDefinition container, String field, String value, TreeSet<String> values) {
        if (!values.contains(value)) {
            throw ContainerRules.invalid(
                            container, "'%s' cannot be '%s'. It must be one of %s.".formatted(field, value, values))
                    .raise();
        }
    }
}
