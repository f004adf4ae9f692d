package berth.routing;

/// The connection between the control plane and the proxy. In memory within one process; neither side may
/// depend on a message arriving.
public interface ProxyChannel {

    /// Control plane to proxy: what shall hold from now on. Returns at once.
    void send(RoutingTable table);

    /// What the control plane listens to. Called on a thread of the proxy's; must not block.
    interface Upstream {
        /// The proxy is there, or there again. It has no table.
        void joined(ProxyChannel channel);

        /// A report.
        void reported(TargetsReport report);
    }
}
