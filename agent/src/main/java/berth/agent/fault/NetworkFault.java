package berth.agent.fault;

import java.util.List;

/// A fault that was asked for, checked.
sealed interface NetworkFault {

    /// Packets to a port are dropped.
    ///
    /// @param protocol `tcp` or `udp`
    /// @param spared whose packets are not
    record BlackholePort(int port, String protocol, Traffic traffic, List<IpBlock> spared) implements NetworkFault {}

    /// What is sent to some addresses waits first.
    ///
    /// @param delayMillis give or take `jitterMillis`
    /// @param to what is delayed
    /// @param spared what of it is not
    record Latency(long delayMillis, long jitterMillis, List<IpBlock> to, List<IpBlock> spared)
            implements NetworkFault {}

    /// A part of what is sent to some addresses is lost.
    ///
    /// @param percent 1 to 100
    /// @param to what is lost
    /// @param spared what of it is not
    record PacketLoss(int percent, List<IpBlock> to, List<IpBlock> spared) implements NetworkFault {}

    /// Which way a packet goes, as the task sees it.
    enum Traffic {
        INGRESS("ingress", "INPUT", "-s"),
        EGRESS("egress", "OUTPUT", "-d");

        private final String word;
        private final String table;
        private final String peer;

        Traffic(String word, String table, String peer) {
            this.word = word;
            this.table = table;
            this.peer = peer;
        }

        String word() {
            return word;
        }

        /// The kernel's chain for it.
        String table() {
            return table;
        }

        /// The option of iptables for the other side's address.
        String peer() {
            return peer;
        }
    }
}
