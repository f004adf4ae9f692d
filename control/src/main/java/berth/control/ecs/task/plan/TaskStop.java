package berth.control.ecs.task.plan;

import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.store.Change;
import berth.control.store.State;
import java.time.Instant;
import java.util.List;

/// Asks a task to stop: the one way, for StopTask and for services alike.
public final class TaskStop {
    private TaskStop() {}

    /// The changes that make the task's desiredStatus STOPPED, and its targets drain; none if it was so already.
    ///
    /// @param reason shown as stoppedReason, for example `Scaling activity initiated by (deployment ecs-svc/1)`
    public static List<Change> stop(State state, Task task, StopCode code, String reason, Instant now) {
        TaskChanges changes = new TaskChanges(state, now);
        changes.stop(task, code, reason);
        return changes.list();
    }
}
