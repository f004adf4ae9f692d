package berth.routing;

import java.util.List;

/// What the proxy knows of all targets and listeners of its table. Comes when a target's health changed, when a
/// draining target lost its last request, when a listener could not be bound or now could, and every few
/// seconds.
///
/// @param tableVersion the table that this is about
/// @param targets in the order of the table's groups and their targets
/// @param unbound listeners of the table that can't be reached
public record TargetsReport(long tableVersion, List<TargetReport> targets, List<UnboundListener> unbound) {
    public TargetsReport {
        targets = List.copyOf(targets);
        unbound = List.copyOf(unbound);
    }

    /// @param targetId and port name the target within its group
    /// @param inFlight requests (or connections, of TCP and TLS groups) that it has not finished
    public record TargetReport(String targetGroupArn, String targetId, int port, TargetHealth health, int inFlight) {}

    /// @param reason for people, for example `127.66.0.1:80: Permission denied`
    public record UnboundListener(String listenerArn, String reason) {}
}
