package berth.agent;

import berth.agent.engine.PullPolicy;
import berth.agent.task.TaskUrls;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// How an agent is told to behave.
///
/// @param installation id of the data directory, the value of `berth.installation`
/// @param hostId stable across restarts
/// @param name the machine's name, for people
/// @param agentVersion Berth's version
/// @param region given to tasks as AWS_REGION
/// @param publishAddress where bridge ports are published, for example `127.0.0.1`
/// @param zone the availability zone that the host stands for, or null: the first of the region
/// @param address where other machines reach what is published here, or null: the publish address
/// @param reservedPorts host ports that no task may have
/// @param reservedMemory MiB of the machine that are not given to tasks
/// @param pullPolicy when a registry is asked
/// @param imageMap from an image's name in task definitions to the name to pull
/// @param resync how often everything is listed and reported again
/// @param cleanupWait how long stopped containers stay for inspection
/// @param metadata base of the task metadata endpoint, by network mode, for example `http://169.254.170.2`
/// @param aws base of the API, by network mode
/// @param fileSystems absolute path of the directory with `efs` and `s3files`, which stand for their file systems
/// @param firelens absolute path of the directory that holds what log routers read, a directory for each task
public record AgentConfig(
        String installation,
        String hostId,
        String name,
        String agentVersion,
        String region,
        String publishAddress,
        @Nullable String zone,
        @Nullable String address,
        List<Integer> reservedPorts,
        int reservedMemory,
        PullPolicy pullPolicy,
        SequencedMap<String, String> imageMap,
        Duration resync,
        Duration cleanupWait,
        TaskUrls metadata,
        TaskUrls aws,
        String fileSystems,
        String firelens) {

    /// ECS: the ports of ssh, of Docker and of the agent itself.
    public static final List<Integer> ECS_RESERVED_PORTS = List.of(22, 2375, 2376, 51678, 51679, 51680);

    public static final Duration DEFAULT_RESYNC = Duration.ofSeconds(30);
    public static final Duration DEFAULT_CLEANUP_WAIT = Duration.ofMinutes(10);

    public AgentConfig {
        reservedPorts = List.copyOf(reservedPorts);
        imageMap = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(imageMap));
    }

    /// The defaults, for an agent in one process with its control plane.
    public static AgentConfig of(String installation, String hostId, String name) {
        return new AgentConfig(
                installation,
                hostId,
                name,
                "0.1.0",
                "us-east-1",
                "127.0.0.1",
                null,
                null,
                ECS_RESERVED_PORTS,
                0,
                PullPolicy.DEFAULT,
                new LinkedHashMap<>(),
                DEFAULT_RESYNC,
                DEFAULT_CLEANUP_WAIT,
                TaskUrls.NONE,
                TaskUrls.NONE,
                "/var/lib/berth",
                "/var/lib/berth/firelens");
    }
}
