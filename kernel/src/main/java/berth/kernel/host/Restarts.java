package berth.kernel.host;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How often a container with a restart policy was started again in place.
///
/// @param count without its first start
/// @param lastStartedAt when the run began that was the last one at that count, or null before the first. Whoever
///     counts on finds by it whether a later run is counted yet
public record Restarts(int count, @Nullable Instant lastStartedAt) {
    public static final Restarts NONE = new Restarts(0, null);

    /// The later of two counts.
    public Restarts or(Restarts other) {
        return other.count > count || count == other.count && lastStartedAt == null ? other : this;
    }

    /// The count when a run is seen that began then.
    public int countAt(@Nullable Instant startedAt) {
        boolean later = lastStartedAt != null && startedAt != null && startedAt.isAfter(lastStartedAt);
        return later ? count + 1 : count;
    }
}
