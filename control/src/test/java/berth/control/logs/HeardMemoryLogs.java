package berth.control.logs;

/// A log store in memory that is listened to as the control plane's own is.
public final class HeardMemoryLogs {
    private HeardMemoryLogs() {}

    public static LogStore heardBy(LiveTails tails) {
        return new HeardLogs(new MemoryLogs(), tails);
    }
}
