package berth.kernel.host;

/// A port of a container and where it is reached on the host.
///
/// @param bindIp the host address it is published on; empty where nothing is published (awsvpc, host)
/// @param containerPort the port inside
/// @param hostPort the port outside; 0 in [DesiredContainer] asks the agent for a free dynamic port, [#NEXT] for
///     the one after that of the binding before
/// @param protocol `tcp` or `udp`
public record PortBinding(String bindIp, int containerPort, int hostPort, String protocol) {
    /// The host port of a range's further ports, which lie in a row.
    public static final int NEXT = -1;
}
