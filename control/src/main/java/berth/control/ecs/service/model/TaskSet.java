package berth.control.ecs.service.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A set of like tasks of a service whose deployments somebody else decides: that of the EXTERNAL controller.
///
/// @param deployment what its tasks are, and what was seen of them; its id is the set's, and startedBy of its tasks
/// @param scale percent of the service's desiredCount, 0 to 100
/// @param externalId as given, or null
/// @param clientToken of CreateTaskSet, or null
/// @param stabilityAt when the stability last changed
public record TaskSet(
        Deployment deployment,
        Status status,
        double scale,
        @Nullable String externalId,
        @Nullable String clientToken,
        Stability stability,
        Instant stabilityAt) {

    /// `ecs-svc/` and digits.
    public String id() {
        return deployment.id();
    }

    /// How many tasks it is to have: its share of the service's desiredCount, rounded up.
    ///
    /// **Example.** 50 % of 5 are 3, 33.4 % of 3 are 2, 0 % are none.
    ///
    /// ECS: computedDesiredCount. A set that is being deleted has none.
    public int computed(int desiredCount) {
        return switch (status) {
            case PRIMARY, ACTIVE ->
                BigDecimal.valueOf(scale)
                        .multiply(BigDecimal.valueOf(desiredCount))
                        .divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING)
                        .intValueExact();
            case DRAINING -> 0;
        };
    }

    public TaskSet with(Deployment changed) {
        return new TaskSet(changed, status, scale, externalId, clientToken, stability, stabilityAt);
    }

    public TaskSet with(Status changed, Instant now) {
        return new TaskSet(touched(now), changed, scale, externalId, clientToken, stability, stabilityAt);
    }

    /// With another share of the tasks, which it has to come to.
    public TaskSet withScale(double percent, Instant now) {
        return new TaskSet(touched(now), status, percent, externalId, clientToken, stability, stabilityAt)
                .with(Stability.STABILIZING, now);
    }

    public TaskSet with(Stability changed, Instant now) {
        return changed == stability
                ? this
                : new TaskSet(deployment, status, scale, externalId, clientToken, changed, now);
    }

    private Deployment touched(Instant now) {
        return deployment.touched(now);
    }

    public enum Status {
        /// The one that serves production traffic.
        PRIMARY,
        ACTIVE,
        /// It was deleted; its tasks are being stopped.
        DRAINING
    }

    /// ECS: `stabilityStatus`.
    public enum Stability {
        STABILIZING,
        STEADY_STATE
    }
}
