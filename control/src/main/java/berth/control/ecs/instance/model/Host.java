package berth.control.ecs.instance.model;

import berth.kernel.Resources;
import berth.kernel.host.Ec2Ids;
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
/// @param address where other machines, load balancers among them, reach what is published on it
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
        @Nullable String address,
        boolean connected,
        Instant joinedAt,
        @Nullable Instant lostAt) {
    public Host {
        reservedPorts = List.copyOf(reservedPorts);
        address = address == null ? publishAddress : address;
    }

    /// The host while its agent is not connected.
    public Host left(Instant now) {
        return new Host(
                id,
                name,
                capacity,
                reservedPorts,
                architecture,
                engineVersion,
                agentVersion,
                zone,
                session,
                publishAddress,
                address,
                false,
                joinedAt,
                lostAt == null ? now : lostAt);
    }

    /// `i-` and 17 hex digits, always the same for this host: what a target group of type `instance` calls it.
    ///
    /// Differs from ECS: the host is no EC2 instance; the id is made from its own.
    public String ec2InstanceId() {
        return Ec2Ids.of(id);
    }
}
