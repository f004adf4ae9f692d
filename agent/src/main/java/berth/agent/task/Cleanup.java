package berth.agent.task;

import berth.agent.engine.EngineContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// When the stopped containers of stopped tasks are removed.
///
/// ECS: after ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION, 3 hours. Differs from ECS: 10 minutes unless told
/// otherwise, and never more than the newest 100, since a laptop's disk is small.
///
/// Worked example: wait 10 min, now 12:00, exits at 11:49, 11:52 and 11:55, at most one kept: the first is too
/// old, the second one too many, the third stays.
public final class Cleanup {
    private Cleanup() {}

    /// Those to remove.
    ///
    /// @param stopped exited containers of tasks that are not wanted and whose last line is stored
    public static List<EngineContainer> due(List<EngineContainer> stopped, Instant now, Duration wait, int keep) {
        List<EngineContainer> newestFirst = new ArrayList<>(stopped);
        newestFirst.sort(Comparator.comparing(Cleanup::endedAt)
                .thenComparing(EngineContainer::id)
                .reversed());
        List<EngineContainer> due = new ArrayList<>();
        for (int i = 0; i < newestFirst.size(); i++) {
            EngineContainer container = newestFirst.get(i);
            if (i >= keep || !endedAt(container).plus(wait).isAfter(now)) {
                due.add(container);
            }
        }
        return due;
    }

    private static Instant endedAt(EngineContainer container) {
        return container.finishedAt() == null ? container.createdAt() : container.finishedAt();
    }
}
