package berth.kernel.host;

/// A port of a container and where it is reached on the host.
///
/// @param bindIp the host address it is published on; empty where nothing is published (awsvpc, host)
/// @param containerPort the port inside
/// @param hostPort the port outside; 0 in [DesiredContainer] asks the agent for a free dynamic port
/// @param protocol `tcp` or `udp`
public record PortBinding(String bindIp, int containerPort, int hostPort, String protocol) {}
