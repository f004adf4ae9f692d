package berth.control.ecs.task.api;

import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.store.Context;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ProtectedTask;

/// What both operations on task protection answer, gathered task by task.
final class ProtectionReply {
    private final Context context;
    private final List<ProtectedTask> tasks = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    /// ECS: why a task is in `failures`.
    enum Reason {
        /// There is no such task.
        MISSING,
        /// It belongs to no service, or is stopping.
        TASK_NOT_VALID,
        /// Its service has more protected tasks than it wants tasks at all.
        DEPLOYMENT_BLOCKED
    }

    ProtectionReply(Context context) {
        this.context = context;
    }

    /// The tasks that a request names, each once.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException for none, for too many, or without a cluster
    static List<String> checked(@Nullable String cluster, List<String> tasks, int most) {
        ClusterViews.checkGiven(cluster);
        if (tasks.isEmpty()) {
            throw Fault.invalidParameter("Tasks cannot be empty.").raise();
        }
        if (tasks.size() > most) {
            throw Fault.invalidParameter(
                            "Tasks cannot have more than %d entries, has %d.".formatted(most, tasks.size()))
                    .raise();
        }
        return List.copyOf(new LinkedHashSet<>(tasks));
    }

    void shows(Task task) {
        boolean on = task.isProtected(context.now());
        tasks.add(ProtectedTask.builder()
                .taskArn(TaskViews.arn(context.account(), task))
                .protectionEnabled(on)
                .expirationDate(on ? task.protectedUntil() : null)
                .build());
    }

    void failed(TaskReference reference, Reason reason) {
        failures.add(
                Failure.builder().arn(reference.arn()).reason(reason.name()).build());
    }

    List<ProtectedTask> tasks() {
        return tasks;
    }

    List<Failure> failures() {
        return failures;
    }
}
