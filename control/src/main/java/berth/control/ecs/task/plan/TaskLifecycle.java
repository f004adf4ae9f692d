package berth.control.ecs.task.plan;

import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.Task.TaskStatus;
import java.time.Instant;

/// Derives lastStatus.
public final class TaskLifecycle {
    private TaskLifecycle() {}

    /// Asks a task to stop. The same task if that was asked before.
    public static Task stop(Task task, StopCode code, String reason, Instant now) {
        TaskStatus status = task.status();
        if (status.desired() == DesiredStatus.STOPPED) {
            return task;
        }
        return task.with(new TaskStatus(
                DesiredStatus.STOPPED,
                status.last(),
                status.connectivityAt(),
                status.pullStartedAt(),
                status.pullStoppedAt(),
                status.startedAt(),
                now,
                status.executionStoppedAt(),
                status.stoppedAt(),
                code,
                reason,
                status.connected(),
                status.containers()));
    }
}
