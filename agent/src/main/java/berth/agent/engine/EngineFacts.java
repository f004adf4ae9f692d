package berth.agent.engine;

/// What the engine and its machine are.
///
/// @param version of the engine, for example `20.10.24`
/// @param apiVersion negotiated, for example `1.41`
/// @param architecture `x86_64` or `arm64`
/// @param cores number of cpus
/// @param memory MiB the engine sees
/// @param parentCgroups whether a parent cgroup can be made for a task's limit
/// @param addressesReachable whether containers' own addresses can be reached from this machine (not on Docker
///     Desktop)
public record EngineFacts(
        String version,
        String apiVersion,
        String architecture,
        int cores,
        int memory,
        boolean parentCgroups,
        boolean addressesReachable) {}
