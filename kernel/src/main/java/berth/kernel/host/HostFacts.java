package berth.kernel.host;

import berth.kernel.Resources;
import java.util.List;

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
public record HostFacts(
        String hostId,
        String name,
        Resources capacity,
        List<Integer> reservedPorts,
        String architecture,
        String engineVersion,
        String agentVersion,
        long session,
        String publishAddress) {
    public HostFacts {
        reservedPorts = List.copyOf(reservedPorts);
    }
}
