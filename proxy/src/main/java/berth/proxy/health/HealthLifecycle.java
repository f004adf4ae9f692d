package berth.proxy.health;

import berth.routing.HealthCheck;
import berth.routing.TargetHealth;
import berth.routing.TargetHealth.Reason;
import berth.routing.TargetHealth.State;
import java.time.Duration;

/// How probes move a target's health.
///
/// ELB: a new target is `initial` until its first success, which makes it healthy whatever the threshold is. A
/// healthy one becomes unhealthy by as many failures in a row as the unhealthy threshold says, an unhealthy one
/// healthy by as many successes in a row as the healthy threshold says.
///
/// Differs from ELB: a target that is `initial` is probed every 250 ms, so that a deployment needn't wait an
/// interval for each new task. Of the failures of that time only one an interval counts, so that a slow starter
/// is not called unhealthy any sooner than ELB would.
///
/// Worked example: interval 30 s, unhealthy threshold 2. A target that refuses connections is probed at 0 s,
/// 0.25 s, 0.5 s and so on. The failures at 0 s and 30 s count, so it is unhealthy at 30 s. One that answers
/// first at 3.1 s is healthy at 3.25 s.
public final class HealthLifecycle {
    public static final Duration FIRST_INTERVAL = Duration.ofMillis(250);

    private HealthLifecycle() {}

    /// The standing after a probe.
    public static Standing next(Standing standing, HealthCheck check, Outcome outcome, long nowNanos) {
        return isSuccess(check, outcome) ? succeeded(standing, check) : failed(standing, check, outcome, nowNanos);
    }

    /// From the start of one probe to the start of the next.
    public static Duration interval(Standing standing, HealthCheck check) {
        return standing.health().state() == State.INITIAL && FIRST_INTERVAL.compareTo(check.interval()) < 0
                ? FIRST_INTERVAL
                : check.interval();
    }

    private static boolean isSuccess(HealthCheck check, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Connected connected -> true;
            case Outcome.Answered answered -> check.matcher().matches(answered.code());
            case Outcome.AnsweredGrpc answered -> check.matcher().matches(answered.code());
            case Outcome.TimedOut timedOut -> false;
            case Outcome.Broken broken -> false;
        };
    }

    private static Standing succeeded(Standing standing, HealthCheck check) {
        int successes = Math.min(standing.successes() + 1, check.healthyThreshold());
        boolean healthy = switch (standing.health().state()) {
            case INITIAL, HEALTHY, UNAVAILABLE, UNUSED -> true;
            case UNHEALTHY, UNHEALTHY_DRAINING, DRAINING -> successes >= check.healthyThreshold();
        };
        return new Standing(healthy ? TargetHealth.HEALTHY : standing.health(), successes, 0, 0);
    }

    private static Standing failed(Standing standing, HealthCheck check, Outcome outcome, long nowNanos) {
        boolean counts = standing.failures() == 0
                || standing.health().state() != State.INITIAL
                || nowNanos - standing.countedAtNanos() >= check.interval().toNanos();
        int failures = counts ? Math.min(standing.failures() + 1, check.unhealthyThreshold()) : standing.failures();
        long countedAt = counts ? nowNanos : standing.countedAtNanos();
        boolean unhealthy = switch (standing.health().state()) {
            case INITIAL, HEALTHY, UNAVAILABLE, UNUSED -> failures >= check.unhealthyThreshold();
            case UNHEALTHY, UNHEALTHY_DRAINING, DRAINING -> true;
        };
        return new Standing(unhealthy ? unhealthy(outcome) : standing.health(), 0, failures, countedAt);
    }

    private static TargetHealth unhealthy(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> mismatch(answered.code());
            case Outcome.AnsweredGrpc answered -> mismatch(answered.code());
            case Outcome.TimedOut timedOut ->
                new TargetHealth(State.UNHEALTHY, Reason.TARGET_TIMEOUT, "Request timed out");
            case Outcome.Connected connected -> failed();
            case Outcome.Broken broken -> failed();
        };
    }

    private static TargetHealth mismatch(int code) {
        return new TargetHealth(
                State.UNHEALTHY,
                Reason.TARGET_RESPONSE_CODE_MISMATCH,
                "Health checks failed with these codes: [" + code + "]");
    }

    private static TargetHealth failed() {
        return new TargetHealth(State.UNHEALTHY, Reason.TARGET_FAILED_HEALTH_CHECKS, "Health checks failed");
    }
}
