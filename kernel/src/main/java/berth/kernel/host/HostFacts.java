package berth.kernel.host;

import berth.kernel.Resources;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an agent says of its host when it joins.
///
/// @param hostId stable across restarts: it is kept in the agent's data directory
/// @param name the machine's name, for people
/// @param capacity what may be given to tasks
/// @param reservedPorts host ports that no task may have (22, 2375, 2376, 51678 to 51680 and Berth's own)
/// @param architecture `x86_64` or `arm64`
/// @param engineVersion for example `20.10.24`
/// @param agentVersion Berth's version
/// @param session grows with every start of the agent
/// @param publishAddress where bridge ports are published, for example `127.0.0.1`
/// @param zone the availability zone that the host stands for, or null: the first of the region
/// @param address where other machines reach what is published on this host, or null: the publish address
public record HostFacts(
        String hostId,
        String name,
        Resources capacity,
        List<Integer> reservedPorts,
        String architecture,
        String engineVersion,
        String agentVersion,
        long session,
        String publishAddress,
        @Nullable String zone,
        @Nullable String address) {
    public HostFacts {
        reservedPorts = List.copyOf(reservedPorts);
    }

    /// A host that says neither its zone nor another address.
    public HostFacts(
            String hostId,
            String name,
            Resources capacity,
            List<Integer> reservedPorts,
            String architecture,
            String engineVersion,
            String agentVersion,
            long session,
            String publishAddress) {
        this(
                hostId,
                name,
                capacity,
                reservedPorts,
                architecture,
                engineVersion,
                agentVersion,
                session,
                publishAddress,
                null,
                null);
    }
}
