package berth.control.ecs.service.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How starts are slowed down.
///
/// @param failures tasks in a row that did not get to RUNNING
/// @param crashes tasks in a row that left RUNNING again within ten seconds
/// @param round how often starts were put off in this row; the delay doubles with each
/// @param notBefore no new task before this, or null
/// @param countedTo the end of the last task that was counted, or null
/// @param countedThen the tasks that ended at that very moment and are counted
public record Pace(
        int failures,
        int crashes,
        int round,
        @Nullable Instant notBefore,
        @Nullable Instant countedTo,
        List<String> countedThen) {
    /// ECS: 27 minutes.
    public static final Duration LONGEST_DELAY = Duration.ofMinutes(27);

    public static final Pace FREE = new Pace(0, 0, 0, null, null, List.of());

    public Pace {
        countedThen = List.copyOf(countedThen);
    }

    /// Whether a task may be started at this time. A clock that was put back holds no start up for longer than
    /// the longest delay.
    public boolean allows(Instant now) {
        return notBefore == null || !now.isBefore(notBefore) || now.isBefore(notBefore.minus(LONGEST_DELAY));
    }

    /// A fresh start that does not count the past again.
    public Pace reset() {
        return new Pace(0, 0, 0, null, countedTo, countedThen);
    }
}
