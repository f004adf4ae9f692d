package berth.control.ecs.task;

import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.plan.Reasons;
import berth.control.ecs.task.plan.TaskStop;
import berth.control.store.Outcome;
import berth.control.store.Writer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes the capacity away from tasks of FARGATE_SPOT, when the operator says so: nothing else does. Not a part of
/// ECS's
/// API, where the capacity is taken by whoever pays more. Thread-safe; answers come on the writer's loop.
///
/// ECS: the warning is the task's change of state, desiredStatus STOPPED with the stopCode SpotInterruption, and
/// SIGTERM; the containers have their stopTimeout, 120 s at most, before SIGKILL. A service replaces the task.
public final class SpotInterruptions {
    private static final String CALLER = "berth:spot";

    private final Writer writer;

    public SpotInterruptions(Writer writer) {
        this.writer = writer;
    }

    /// @param cluster short name
    /// @param task its id or its ARN
    /// @param done told why not, or null
    public void interrupt(String cluster, String task, Consumer<@Nullable String> done) {
        String id = task.substring(task.lastIndexOf('/') + 1);
        writer.<String>submit(
                CALLER,
                (state, context) -> {
                    Task found = state.find(TaskViews.TASKS, cluster + '/' + id);
                    String refusal = refusal(found, cluster, id);
                    return found == null || refusal != null
                            ? Outcome.unchanged(String.valueOf(refusal))
                            : new Outcome<>(
                                    TaskStop.stop(
                                            state,
                                            found,
                                            StopCode.SPOT_INTERRUPTION,
                                            Reasons.SPOT_INTERRUPTED,
                                            context.now()),
                                    "");
                },
                answer -> done.accept(
                        switch (answer) {
                            case Writer.Answer.Done<String>(var refusal) -> refusal.isEmpty() ? null : refusal;
                            case Writer.Answer.Refused<String>(var fault) -> fault.message();
                        }));
    }

    private static @Nullable String refusal(@Nullable Task task, String cluster, String id) {
        if (task == null) {
            return "There is no task %s in the cluster %s.".formatted(id, cluster);
        }
        if (!CapacityProvider.FARGATE_SPOT.name().equals(task.spec().capacityProvider())) {
            return "The task %s does not run on FARGATE_SPOT: only those tasks are interrupted.".formatted(id);
        }
        return task.status().desired() == DesiredStatus.STOPPED
                ? "The task %s is stopping already.".formatted(id)
                : null;
    }
}
