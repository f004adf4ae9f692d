package berth.sim;

import berth.kernel.Rng;
import java.time.Duration;

/// What goes wrong, how often, and how often it did.
///
/// After [#heal] nothing does any more.
final class Chaos {
    /// Everything that the world can do to Berth; each must have fired at least once in a run of many seeds.
    enum Fault {
        MESSAGE_LOST(0.03),
        MESSAGE_DOUBLED(0.03),
        MESSAGE_DELAYED(0.05),
        PARTITION(0.002),
        HOST_CUT_OFF(0.002),
        HOST_DIED(0.001),
        COMMIT_LOST(0.01),
        COMMIT_ACKNOWLEDGEMENT_LOST(0.02),
        SYNC_SLOW(0.03),
        DISK_FULL(0.002),
        LOG_APPEND_REFUSED(0.02),
        LOG_ACKNOWLEDGEMENT_LOST(0.02),
        CONTROL_CRASH(0.004),
        AGENT_CRASH(0.006),
        PULL_SLOW(0.1),
        PULL_FAILED(0.05),
        CREATE_FAILED(0.02),
        START_FAILED(0.02),
        ENGINE_TIMEOUT(0.02),
        EVENT_LOST(0.05),
        EVENTS_MISSED(0.01),
        CONTAINER_EXIT_0(0.004),
        CONTAINER_EXIT_1(0.006),
        CONTAINER_OOM(0.003),
        CONTAINER_REMOVED(0.002),
        STOP_IGNORED(0.1),
        HEALTH_LOST(0.01),
        PROBE_FAILED(0.01),
        PROXY_REPORT_LOST(0.02),
        HOOK_IN_PROGRESS(0.17),
        HOOK_FAILED(0.05),
        HOOK_UNREACHED(0.03),
        PORT_STOLEN(0.02),
        CLOCK_JUMP(0.002),
        WAKES_LOST(0.0);

        private final double usual;

        Fault(double usual) {
            this.usual = usual;
        }
    }

    private final Rng rng;
    private final Coverage coverage;
    private boolean healed;
    private boolean calm;

    Chaos(Rng rng, Coverage coverage) {
        this.rng = rng;
        this.coverage = coverage;
    }

    /// Whether this fault happens now, by its usual chance.
    boolean happens(Fault fault) {
        return happens(fault, fault.usual);
    }

    boolean happens(Fault fault, double chance) {
        if (healed || calm || !rng.chance(chance)) {
            return false;
        }
        coverage.fault(fault);
        return true;
    }

    /// Counts a fault that something else decided on.
    void count(Fault fault) {
        coverage.fault(fault);
    }

    /// No faults from now on.
    void heal() {
        healed = true;
    }

    boolean healed() {
        return healed;
    }

    /// Runs a part of a scenario without faults.
    void calm(boolean now) {
        calm = now;
    }

    /// A duration between the two, drawn evenly.
    Duration between(long fromMillis, long toMillis) {
        return Duration.ofMillis(fromMillis + rng.nextInt((int) (toMillis - fromMillis) + 1));
    }

    /// A duration of up to so many microseconds.
    Duration micros(int most) {
        return Duration.ofNanos(1000L * (1 + rng.nextInt(most)));
    }

    boolean coin() {
        return rng.chance(0.5);
    }

    int pick(int bound) {
        return rng.nextInt(bound);
    }
}
