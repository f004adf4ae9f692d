package berth.control.ecs.task.plan;

import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.store.Change;
import java.time.Instant;
import java.util.List;

/// Asks a task to stop: the one way, for StopTask and for services alike.
public final class TaskStop {
    private TaskStop() {}

    /// The changes that make the task's desiredStatus STOPPED; none if it was so already.
    ///
    /// @param reason shown as stoppedReason, for example `Scaling activity initiated by (deployment ecs-svc/1)`
    public static List<Change> stop(Task task, StopCode code, String reason, Instant now) {
        Task stopped = TaskLifecycle.stop(task, code, reason, now);
        return stopped == task ? List.of() : List.of(Change.put(TaskViews.TASKS, stopped));
    }
}
