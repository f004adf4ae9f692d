package berth.agent.fault;

/// What can be done about a fault.
public enum FaultOperation {
    START("start", "start"),
    STOP("stop", "stop"),
    STATUS("status", "check status");

    private final String word;
    private final String inMessages;

    FaultOperation(String word, String inMessages) {
        this.word = word;
        this.inMessages = inMessages;
    }

    /// The last word of the path.
    public String word() {
        return word;
    }

    /// What the agent calls a request, for example `check status network-latency`.
    String of(FaultType type) {
        return inMessages + ' ' + type.word();
    }
}
