package berth.kernel.host;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One task as its host sees it.
///
/// @param networkReady true once an awsvpc task's namespace exists (true for every other mode)
/// @param networkError why the network could not be made, or something else that all the task needs, or null
/// @param pullStartedAt when the first pull began, or null
/// @param pullStoppedAt when the last pull ended, or null
/// @param containers in the order of the task definition
public record ObservedTask(
        String arn,
        boolean networkReady,
        @Nullable String networkError,
        @Nullable Instant pullStartedAt,
        @Nullable Instant pullStoppedAt,
        List<ObservedContainer> containers) {
    public ObservedTask {
        containers = List.copyOf(containers);
    }
}
