package berth.agent.docker;

import berth.agent.engine.ContainerRequest;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.ContainerSettings.Device;
import berth.kernel.host.ContainerSettings.LinuxParameters;
import berth.kernel.host.ContainerSettings.Tmpfs;
import berth.kernel.host.ContainerSettings.Ulimit;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the settings of a container definition become in the engine's words. Pure.
///
/// Example of swap: 64 MiB of memory and maxSwap 32 are MemorySwap 96 MiB, the sum; maxSwap 0 is 64 MiB: none.
final class SettingsBody {
    private static final long MIB = 1024 * 1024;
    private static final List<String> ALL_PERMISSIONS = List.of("read", "write", "mknod");

    private SettingsBody() {}

    /// @param body of the container
    /// @param host its HostConfig
    static void put(ContainerRequest request, ObjectNode body, ObjectNode host) {
        ContainerSettings settings = request.settings();
        text(body, "User", settings.user());
        text(body, "WorkingDir", settings.workingDirectory());
        text(body, "Hostname", settings.hostname());
        flag(body, "OpenStdin", settings.interactive());
        flag(body, "Tty", settings.pseudoTerminal());
        flag(host, "Privileged", settings.privileged());
        flag(host, "ReadonlyRootfs", settings.readonlyRootFilesystem());
        words(host, "Dns", settings.dnsServers());
        words(host, "DnsSearch", settings.dnsSearchDomains());
        words(host, "SecurityOpt", settings.dockerSecurityOptions());
        words(
                host,
                "ExtraHosts",
                settings.extraHosts().stream()
                        .map(one -> one.hostname() + ":" + one.ipAddress())
                        .toList());
        if (!settings.systemControls().isEmpty()) {
            ObjectNode sysctls = host.putObject("Sysctls");
            settings.systemControls().forEach(control -> sysctls.put(control.namespace(), control.value()));
        }
        if (!settings.ulimits().isEmpty()) {
            ArrayNode limits = host.putArray("Ulimits");
            for (Ulimit limit : settings.ulimits()) {
                limits.addObject()
                        .put("Name", limit.name())
                        .put("Soft", limit.softLimit())
                        .put("Hard", limit.hardLimit());
            }
        }
        LinuxParameters linux = settings.linuxParameters();
        if (linux != null) {
            linux(request, linux, host);
        }
        capabilities(request, linux, host);
    }

    private static void linux(ContainerRequest request, LinuxParameters linux, ObjectNode host) {
        flag(host, "Init", linux.initProcessEnabled());
        if (linux.sharedMemorySize() != null) {
            host.put("ShmSize", linux.sharedMemorySize() * MIB);
        }
        if (!linux.tmpfs().isEmpty()) {
            ObjectNode mounts = host.putObject("Tmpfs");
            for (Tmpfs tmpfs : linux.tmpfs()) {
                List<String> options = new ArrayList<>(tmpfs.mountOptions());
                options.add("size=" + tmpfs.size() + "m");
                mounts.put(tmpfs.containerPath(), String.join(",", options));
            }
        }
        if (!linux.devices().isEmpty()) {
            ArrayNode devices = host.putArray("Devices");
            for (Device device : linux.devices()) {
                devices.addObject()
                        .put("PathOnHost", device.hostPath())
                        .put(
                                "PathInContainer",
                                device.containerPath() == null ? device.hostPath() : device.containerPath())
                        .put("CgroupPermissions", permissions(device));
            }
        }
        if (linux.maxSwap() != null && request.memory() != null) {
            host.put("MemorySwap", request.memory() + linux.maxSwap() * MIB);
            if (linux.swappiness() != null && linux.maxSwap() > 0) {
                host.put("MemorySwappiness", linux.swappiness());
            }
        }
    }

    private static String permissions(Device device) {
        List<String> given = device.permissions().isEmpty() ? ALL_PERMISSIONS : device.permissions();
        StringBuilder letters = new StringBuilder();
        given.forEach(word -> letters.append(word.charAt(0)));
        return letters.toString();
    }

    private static void capabilities(ContainerRequest request, @Nullable LinuxParameters linux, ObjectNode host) {
        List<String> add = linux == null ? List.of() : linux.add();
        List<String> drop = new ArrayList<>(linux == null ? List.of() : linux.drop());
        if (request.dropNetRaw() && !add.contains("NET_RAW") && !add.contains("ALL") && !drop.contains("NET_RAW")) {
            drop.add("NET_RAW");
        }
        words(host, "CapAdd", add);
        words(host, "CapDrop", drop);
    }

    private static void text(ObjectNode body, String field, @Nullable String text) {
        if (text != null) {
            body.put(field, text);
        }
    }

    private static void flag(ObjectNode body, String field, @Nullable Boolean flag) {
        if (flag != null) {
            body.put(field, flag);
        }
    }

    private static void words(ObjectNode body, String field, List<String> words) {
        if (!words.isEmpty()) {
            body.set(field, Json.array(words));
        }
    }
}
