package berth.kernel.host;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What a container definition says of the process and its surroundings that nobody on the way to the engine decides
/// on.
///
/// Null, or an empty list or map: left out, so the engine's or the image's own holds.
///
/// @param user `user`, `uid`, `user:group` or `uid:gid`
/// @param dockerLabels beside Berth's own, see [#OWN_LABELS]
/// @param dockerSecurityOptions in the engine's own form, for example `no-new-privileges`
/// @param disableNetworking its container has no network, whatever the task's is
/// @param mountPoints the task's volumes that it sees, and where
/// @param volumesFrom containers of the task whose volumes it sees at the same paths
public record ContainerSettings(
        @Nullable String user,
        @Nullable String workingDirectory,
        @Nullable String hostname,
        @Nullable Boolean privileged,
        @Nullable Boolean readonlyRootFilesystem,
        @Nullable Boolean interactive,
        @Nullable Boolean pseudoTerminal,
        @Nullable Boolean disableNetworking,
        List<String> dnsServers,
        List<String> dnsSearchDomains,
        List<ExtraHost> extraHosts,
        SequencedMap<String, String> dockerLabels,
        List<String> dockerSecurityOptions,
        List<SystemControl> systemControls,
        List<Ulimit> ulimits,
        @Nullable LinuxParameters linuxParameters,
        List<MountPoint> mountPoints,
        List<VolumesFrom> volumesFrom) {

    /// What the labels begin with by which an agent knows what is its own; no definition may have one.
    public static final String OWN_LABELS = "berth.";

    /// Everything left out.
    public static final ContainerSettings NONE = new ContainerSettings(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            new LinkedHashMap<>(),
            List.of(),
            List.of(),
            List.of(),
            null,
            List.of(),
            List.of());

    public ContainerSettings {
        dnsServers = List.copyOf(dnsServers);
        dnsSearchDomains = List.copyOf(dnsSearchDomains);
        extraHosts = List.copyOf(extraHosts);
        dockerSecurityOptions = List.copyOf(dockerSecurityOptions);
        systemControls = List.copyOf(systemControls);
        ulimits = List.copyOf(ulimits);
        // Rows and frames of the first versions have none.
        mountPoints = mountPoints == null ? List.of() : List.copyOf(mountPoints);
        volumesFrom = volumesFrom == null ? List.of() : List.copyOf(volumesFrom);
    }

    /// The same with these mounts.
    public ContainerSettings withMounts(List<MountPoint> points, List<VolumesFrom> others) {
        return new ContainerSettings(
                user,
                workingDirectory,
                hostname,
                privileged,
                readonlyRootFilesystem,
                interactive,
                pseudoTerminal,
                disableNetworking,
                dnsServers,
                dnsSearchDomains,
                extraHosts,
                dockerLabels,
                dockerSecurityOptions,
                systemControls,
                ulimits,
                linuxParameters,
                points,
                others);
    }

    /// Whether a switch is on.
    public static boolean on(@Nullable Boolean given) {
        return Objects.requireNonNullElse(given, false);
    }

    /// A volume of the task inside the container.
    ///
    /// @param sourceVolume name of a [Volume] of the task
    /// @param readOnly null was left out: it may write
    public record MountPoint(
            String sourceVolume,
            String containerPath,
            @Nullable Boolean readOnly) {}

    /// All volumes of another container.
    ///
    /// @param readOnly null was left out: as the other has them
    public record VolumesFrom(
            String sourceContainer, @Nullable Boolean readOnly) {}

    /// A line of /etc/hosts.
    public record ExtraHost(String hostname, String ipAddress) {}

    /// A kernel parameter of the container's own namespaces, for example `net.core.somaxconn`.
    public record SystemControl(String namespace, String value) {}

    /// A limit of setrlimit.
    ///
    /// @param name without `RLIMIT_`, in small letters
    public record Ulimit(String name, int softLimit, int hardLimit) {}

    /// @param add capabilities without `CAP_`, or `ALL`
    /// @param drop the same
    /// @param initProcessEnabled an init that reaps children and passes signals on
    /// @param sharedMemorySize of /dev/shm in MiB
    /// @param maxSwap MiB beside the memory; 0: none
    /// @param swappiness 0 to 100
    public record LinuxParameters(
            List<String> add,
            List<String> drop,
            List<Device> devices,
            @Nullable Boolean initProcessEnabled,
            @Nullable Integer sharedMemorySize,
            List<Tmpfs> tmpfs,
            @Nullable Integer maxSwap,
            @Nullable Integer swappiness) {
        public LinuxParameters {
            add = List.copyOf(add);
            drop = List.copyOf(drop);
            devices = List.copyOf(devices);
            tmpfs = List.copyOf(tmpfs);
        }
    }

    /// @param containerPath null: as on the host
    /// @param permissions of `read`, `write` and `mknod`; empty: all three
    public record Device(String hostPath, @Nullable String containerPath, List<String> permissions) {
        public Device {
            permissions = List.copyOf(permissions);
        }
    }

    /// @param size MiB
    /// @param mountOptions for example `noexec`
    public record Tmpfs(String containerPath, int size, List<String> mountOptions) {
        public Tmpfs {
            mountOptions = List.copyOf(mountOptions);
        }
    }
}
