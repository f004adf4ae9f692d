package berth.control.ecs.service.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the circuit breaker and the alarms of a deployment have seen of it.
///
/// @param failures of tasks that count for the circuit breaker
/// @param ran whether a task of it ever got to RUNNING, which is where the breaker's second stage begins
/// @param healthy whether a task of it ever counted as healthy, which is where the breaker's second stage ends
/// @param ignoresAlarms whether one of its alarms was in ALARM when it began; then none of them counts
/// @param bakingSince when everything was as wanted and the bake time began, or null
public record Monitor(
        int failures,
        boolean ran,
        boolean healthy,
        boolean ignoresAlarms,
        @Nullable Instant bakingSince) {
    public static final Monitor NEW = new Monitor(0, false, false, false, null);
}
