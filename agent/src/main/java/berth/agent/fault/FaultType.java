package berth.agent.fault;

/// The faults that a task can ask for.
public enum FaultType {
    BLACKHOLE_PORT("network-blackhole-port"),
    LATENCY("network-latency"),
    PACKET_LOSS("network-packet-loss");

    private final String word;

    FaultType(String word) {
        this.word = word;
    }

    /// The word in paths and messages, for example `network-latency`.
    public String word() {
        return word;
    }
}
