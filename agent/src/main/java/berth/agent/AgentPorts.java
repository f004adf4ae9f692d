package berth.agent;

import berth.agent.engine.ContainerEngine;
import berth.agent.fault.NetworkNamespaces;
import berth.agent.logs.LineGate;
import berth.kernel.Clock;
import berth.kernel.Loop;
import berth.kernel.Rng;
import berth.kernel.host.HostChannel;
import java.util.function.Supplier;

/// Everything outside that an agent needs.
///
/// @param loop the agent's own: all its state lives there
/// @param files where environment files are read
/// @param gates where an engine's reading threads wait while lines are not stored yet, one a container
/// @param lastWord what is kept of the control plane's last lease
/// @param processes the last resort against a container whose engine does not answer
/// @param namespaces where tasks' network faults are made
/// @param rng jitter and the first dynamic port
/// @param metadataSecret at least 16 bytes of the data directory; container's metadata tokens follow from it
public record AgentPorts(
        AgentConfig config,
        Clock clock,
        Loop loop,
        ContainerEngine engine,
        EnvironmentFiles files,
        HostChannel.Upstream upstream,
        HostPorts hostPorts,
        SessionCounter sessions,
        Supplier<LineGate> gates,
        LastWord lastWord,
        Processes processes,
        NetworkNamespaces namespaces,
        Rng rng,
        byte[] metadataSecret) {
    public AgentPorts {
        metadataSecret = metadataSecret.clone();
    }

    /// Says nothing of the secret.
    @Override
    public String toString() {
        return "AgentPorts[" + config + "]";
    }
}
