package berth.agent;

/// The host's ports, as its kernel sees them.
public interface HostPorts {

    /// The last port of the kernel's own range for outgoing connections (Linux: `ip_local_port_range`), for
    /// example 60999.
    int lastEphemeral();

    /// Whether a port can be bound right now on an address. The test must not wait.
    ///
    /// @param protocol `tcp` or `udp`
    boolean free(String address, int port, String protocol);
}
