package berth.control.ecs.service.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What was seen of a deployment while it went on: what its circuit breaker and its alarms go by.
///
/// @param failures of its tasks since it began; `failedTasks` counts those in a row
/// @param healthy its tasks that counted as healthy when last looked at
/// @param refusedAt when it last counted as a failure that a task found no place, or null
/// @param alarms whether its alarms count; null until they were looked at
/// @param bakingSince when everything was as wanted and the bake time began, or null
public record Monitor(
        int failures,
        int healthy,
        @Nullable Instant refusedAt,
        @Nullable AlarmWatch alarms,
        @Nullable Instant bakingSince) {
    public static final Monitor NEW = new Monitor(0, 0, null, null, null);

    /// Whether the alarms of a deployment count.
    public enum AlarmWatch {
        WATCHED,
        /// One of them was in ALARM already when the deployment began.
        IGNORED
    }

    public Monitor withFailures(int all) {
        return new Monitor(all, healthy, refusedAt, alarms, bakingSince);
    }

    public Monitor withHealthy(int now) {
        return new Monitor(failures, now, refusedAt, alarms, bakingSince);
    }

    public Monitor refused(Instant at) {
        return new Monitor(failures, healthy, at, alarms, bakingSince);
    }

    public Monitor with(AlarmWatch watch) {
        return new Monitor(failures, healthy, refusedAt, watch, bakingSince);
    }

    public Monitor bakingSince(Instant at) {
        return new Monitor(failures, healthy, refusedAt, alarms, at);
    }
}
