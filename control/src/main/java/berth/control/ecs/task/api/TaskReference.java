package berth.control.ecs.task.api;

import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Arn;
import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;

/// A task as a request names it: by id or by ARN.
///
/// @param name `cluster/id`; of an ARN as it stands there, so that one of another cluster is not found
record TaskReference(String name, String arn) {

    /// @throws berth.kernel.FaultException InvalidParameterException for an id of the wrong length, in ECS's
    ///     words
    static TaskReference of(String given, Cluster cluster, Account account) {
        if (Arn.looksLike(given)) {
            String prefix = account.ecs("task", "");
            return new TaskReference(given.startsWith(prefix) ? given.substring(prefix.length()) : "", given);
        }
        if (given.length() != 32 && given.length() != 36) {
            throw Fault.invalidParameter("taskId length should be one of [32,36]")
                    .raise();
        }
        String name = cluster.name() + '/' + given;
        return new TaskReference(name, account.ecs("task", name));
    }

    /// The task, or null if the cluster has no such task.
    @Nullable
    Task find(State state, Cluster cluster) {
        Task task = state.find(TaskViews.TASKS, name);
        return task != null && task.cluster().equals(cluster.name()) ? task : null;
    }
}
