package berth.control.ecs.task.model;

import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.vpc.model.Network;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task that waits for room on its capacity provider, and what it needs to be placed: a row beside the task's own,
/// which goes once the task is placed or has stopped.
///
/// ECS: tasks of a capacity provider with managed scaling wait in PROVISIONING.
///
/// @param cluster short name
/// @param taskId 32 hex digits
/// @param network null where none was given
/// @param constraints of the caller and of the capacity provider
/// @param strategies of the caller; the defaults where there are none
public record WaitingTask(
        String cluster,
        String taskId,
        @Nullable Network network,
        List<PlacementConstraint> constraints,
        List<PlacementStrategy> strategies) {
    public WaitingTask {
        constraints = List.copyOf(constraints);
        strategies = List.copyOf(strategies);
    }

    /// `cluster/id`: the task's name, and the key of this row.
    public String name() {
        return cluster + '/' + taskId;
    }
}
