package berth.control.explain;

import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.TaskSet;
import berth.control.ecs.service.plan.TaskCounts;
import berth.control.ecs.task.model.Task;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// Tells of the task sets of a service whose deployments somebody else decides.
final class TaskSetStory {
    private final Service service;
    private final List<Task> live;

    /// @param live the service's tasks that are not STOPPED
    TaskSetStory(Service service, List<Task> live) {
        this.service = service;
        this.live = List.copyOf(live);
    }

    List<String> tell() {
        List<String> lines = new ArrayList<>();
        lines.add("Its deployment controller is EXTERNAL: its tasks are those of its task sets.");
        if (service.status().taskSets().isEmpty()) {
            lines.add("It has none. CreateTaskSet makes one, which UpdateTaskSet scales.");
        }
        service.status().taskSets().forEach(set -> lines.add(line(set)));
        Service.Said unplaced = service.status().said(Service.Cause.PLACEMENT);
        if (unplaced != null) {
            lines.add("Since %s: %s".formatted(Words.at(unplaced.at()), unplaced.message()));
        }
        return lines;
    }

    private String line(TaskSet set) {
        int desired = service.spec().desiredCount();
        TaskCounts counts = TaskCounts.of(live, set.id());
        return "%s task set %s of %s, %s: %s %% of %d, rounded up, are %d; runningCount %d, pendingCount %d."
                .formatted(
                        set.status(),
                        set.id(),
                        set.deployment().taskDefinition(),
                        set.stability(),
                        BigDecimal.valueOf(set.scale()).stripTrailingZeros().toPlainString(),
                        desired,
                        set.computed(desired),
                        counts.running(),
                        counts.pending());
    }
}
