package berth.proxy.health;

import berth.routing.TargetHealth;

/// A target's health and what led to it.
///
/// @param successes in a row, counted up to the threshold
/// @param failures in a row that count, up to the threshold
/// @param countedAtNanos when the last failure that counts was; without meaning if there is none
public record Standing(TargetHealth health, int successes, int failures, long countedAtNanos) {
    /// Just registered.
    public static final Standing NEW = new Standing(TargetHealth.CHECKING, 0, 0, 0);
}
