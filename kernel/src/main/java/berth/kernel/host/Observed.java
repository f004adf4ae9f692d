package berth.kernel.host;

import java.util.List;

/// What a host saw of its tasks.
///
/// @param hostId who reports
/// @param session grows with every start of the agent; a report of an older session is ignored
/// @param sequence grows with every report of a session
/// @param desiredVersion the newest [Desired] that this report took into account
/// @param full true: `tasks` is everything there is, what is missing from it is not on the host;
///     false: only what changed since the last report
public record Observed(
        String hostId,
        long session,
        long sequence,
        long desiredVersion,
        boolean full,
        List<ObservedTask> tasks,
        List<String> warmInterfaces) {
    public Observed {
        tasks = List.copyOf(tasks);
        warmInterfaces = List.copyOf(warmInterfaces);
    }
}
