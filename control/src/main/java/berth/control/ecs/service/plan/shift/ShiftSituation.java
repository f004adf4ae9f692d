package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.ShiftStrategy;
import berth.control.ecs.service.model.TrafficShift;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the next stage is decided on.
///
/// @param hasBlue whether there is a revision that serves, and to which one can go back
/// @param desired desiredCount of the service
/// @param healthyGreen tasks of green that are RUNNING and healthy, in all its target groups too
/// @param greenLeft tasks of green that are not STOPPED
/// @param blueLeft tasks of blue that are not STOPPED
/// @param othersLeft tasks of neither that are not STOPPED
/// @param failure why the deployment has to go back, as its statusReason, or null: a circuit breaker, an alarm,
///     a rule that can't be rewritten, somebody who asked for it
/// @param minute how long a minute of the strategy's is
public record ShiftSituation(
        ShiftStrategy strategy,
        TrafficShift shift,
        boolean hasBlue,
        int desired,
        int healthyGreen,
        int greenLeft,
        int blueLeft,
        int othersLeft,
        @Nullable String failure,
        Duration minute,
        Instant now) {

    /// Whether green can take traffic.
    boolean greenReady() {
        return healthyGreen >= desired;
    }
}
