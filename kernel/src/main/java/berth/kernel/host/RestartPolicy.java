package berth.kernel.host;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a container that exits is started again in place (ECS `restartPolicy`).
///
/// @param ignoredExitCodes exits with these codes are final
/// @param attemptPeriod how long it must have run to be started again; null: ECS's default
public record RestartPolicy(
        boolean enabled,
        List<Integer> ignoredExitCodes,
        @Nullable Duration attemptPeriod) {
    /// ECS: the default of restartAttemptPeriod.
    public static final Duration DEFAULT_ATTEMPT_PERIOD = Duration.ofSeconds(300);

    public RestartPolicy {
        ignoredExitCodes = List.copyOf(ignoredExitCodes);
    }

    /// The period in force.
    public Duration period() {
        return attemptPeriod == null ? DEFAULT_ATTEMPT_PERIOD : attemptPeriod;
    }

    /// Whether an exit is followed by another start.
    ///
    /// Worked example, period 60 s, ignored code 2: yes after an exit with 1 that followed a run of 60 s,
    /// no after one of 59 s, and never after an exit with 2.
    ///
    /// @param ran how long the run that ended lasted
    public boolean restarts(int exitCode, Duration ran) {
        return enabled && !ignoredExitCodes.contains(exitCode) && ran.compareTo(period()) >= 0;
    }
}
