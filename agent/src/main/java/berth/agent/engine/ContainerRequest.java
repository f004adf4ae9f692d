package berth.agent.engine;

import berth.kernel.host.ContainerSettings;
import berth.kernel.host.HealthCheck;
import berth.kernel.host.PortBinding;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A container to create.
///
/// @param name unique on the engine, the same for the same container of the same task
/// @param imageId what [Image#id] said, so that a tag that moves in between changes nothing
/// @param labels without the installation's own, which the engine adds
/// @param networkMode Docker's word: `container:ID`, `bridge`, `host` or `none`
/// @param hostname or null for that of the settings
/// @param cpuShares at least 2
/// @param cpuQuota CPU units as a hard cap, or null
/// @param memory bytes, hard, or null
/// @param memoryReservation bytes, soft, or null
/// @param parentCgroup limits shared by the task's containers, or null
/// @param ports with host ports decided; only for `bridge`
/// @param healthCheck null switches an image's own off
/// @param logOptions of the log driver
/// @param dropNetRaw awsvpc tasks may not spoof ARP, unless their definition adds NET_RAW
/// @param settings of the definition, as they are
/// @param mounts what it sees of the host's disk
/// @param volumesFrom names of containers whose mounts it sees too, with `:ro` where it may not write
/// @param joins what it shares with others
/// @param logDriver the engine's; only what `json-file` writes can be followed
public record ContainerRequest(
        String name,
        String imageId,
        SequencedMap<String, String> labels,
        String networkMode,
        @Nullable String hostname,
        int cpuShares,
        @Nullable Integer cpuQuota,
        @Nullable Long memory,
        @Nullable Long memoryReservation,
        @Nullable ParentCgroup parentCgroup,
        List<PortBinding> ports,
        @Nullable List<String> command,
        @Nullable List<String> entryPoint,
        SequencedMap<String, String> environment,
        @Nullable HealthCheck healthCheck,
        SequencedMap<String, String> logOptions,
        boolean dropNetRaw,
        ContainerSettings settings,
        List<Mount> mounts,
        List<String> volumesFrom,
        String logDriver,
        Joins joins) {

    /// One without mounts that writes to json-file.
    public ContainerRequest(
            String name,
            String imageId,
            SequencedMap<String, String> labels,
            String networkMode,
            @Nullable String hostname,
            int cpuShares,
            @Nullable Integer cpuQuota,
            @Nullable Long memory,
            @Nullable Long memoryReservation,
            @Nullable ParentCgroup parentCgroup,
            List<PortBinding> ports,
            @Nullable List<String> command,
            @Nullable List<String> entryPoint,
            SequencedMap<String, String> environment,
            @Nullable HealthCheck healthCheck,
            SequencedMap<String, String> logOptions,
            boolean dropNetRaw,
            ContainerSettings settings) {
        this(
                name,
                imageId,
                labels,
                networkMode,
                hostname,
                cpuShares,
                cpuQuota,
                memory,
                memoryReservation,
                parentCgroup,
                ports,
                command,
                entryPoint,
                environment,
                healthCheck,
                logOptions,
                dropNetRaw,
                settings,
                List.of(),
                List.of(),
                "json-file",
                Joins.NOTHING);
    }

    /// The same with these ports.
    public ContainerRequest withPorts(List<PortBinding> chosen) {
        return new ContainerRequest(
                name,
                imageId,
                labels,
                networkMode,
                hostname,
                cpuShares,
                cpuQuota,
                memory,
                memoryReservation,
                parentCgroup,
                chosen,
                command,
                entryPoint,
                environment,
                healthCheck,
                logOptions,
                dropNetRaw,
                settings,
                mounts,
                volumesFrom,
                logDriver,
                joins);
    }

    /// A task's own cgroup, made before its first container and removed after its last.
    ///
    /// @param name unique for the task
    /// @param cpu CPU units as a quota
    /// @param memory bytes, hard
    public record ParentCgroup(String name, int cpu, long memory) {}
}
