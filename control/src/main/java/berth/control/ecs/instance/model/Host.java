package berth.control.ecs.instance.model;

import berth.kernel.Resources;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The machine below container instances.
///
/// @param id stable across restarts of its agent
/// @param capacity what may be given to tasks
/// @param reservedPorts host ports that no task may have
/// @param zone availability zone
/// @param session of the agent that reports now
/// @param publishAddress where bridge ports are published
/// @param connected whether its agent is connected
/// @param lostAt since when it is not, or null
public record Host(
        String id,
        String name,
        Resources capacity,
        List<Integer> reservedPorts,
        String architecture,
        String engineVersion,
        String agentVersion,
        String zone,
        long session,
        String publishAddress,
        boolean connected,
        Instant joinedAt,
        @Nullable Instant lostAt) {
    public Host {
        reservedPorts = List.copyOf(reservedPorts);
    }
}
