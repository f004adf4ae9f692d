package berth.control.ecs.service.plan;

import berth.control.ecs.task.model.Task;
import java.util.List;

/// How many tasks of a service are RUNNING and how many on their way there, by their lastStatus.
///
/// ECS: runningCount and pendingCount. A task that is asked to stop counts as running until it no longer is.
public record TaskCounts(int running, int pending) {

    public static TaskCounts of(List<Task> tasks) {
        int running = 0;
        int pending = 0;
        for (Task task : tasks) {
            switch (task.status().last()) {
                case PROVISIONING, PENDING, ACTIVATING -> pending++;
                case RUNNING -> running++;
                case DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED -> {
                    // It counts no more.
                }
            }
        }
        return new TaskCounts(running, pending);
    }

    /// Those of one deployment.
    public static TaskCounts of(List<Task> tasks, String deployment) {
        return of(tasks.stream()
                .filter(task -> deployment.equals(task.spec().startedBy()))
                .toList());
    }
}
