package berth.control.ecs.task.plan;

import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.WaitingTask;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;

/// Tasks of a capacity provider with managed scaling that find no room: who may wait, and for what.
///
/// **Rule.** Such a task is accepted in PROVISIONING, without a host. Whoever comes later to the same capacity
/// provider waits behind it. At most 500 of a cluster wait.
///
/// **Example.** A machine holds 20 tasks of a batch, and 30 are asked for: 20 are PENDING, 10 PROVISIONING. When two
/// of the 20 end, the two that wait longest become PENDING.
///
/// ECS: the quota of tasks in PROVISIONING per cluster, beyond which RunTask is a ClientException.
final class WaitingRoom {
    static final int MOST = 500;

    private WaitingRoom() {}

    /// @throws berth.kernel.FaultException ClientException where it is full
    static void check(State state, String cluster) {
        if (state.count(TaskViews.WAITING_BY_CLUSTER, cluster) >= MOST) {
            throw Fault.client("Tasks provisioning capacity limit exceeded.").raise();
        }
    }

    /// Whether others wait for the same capacity provider.
    static boolean isTaken(State state, Launch launch) {
        for (String name :
                state.ids(TaskViews.WAITING_BY_CLUSTER, launch.cluster().name())) {
            Task task = state.find(TaskViews.TASKS, name);
            if (task != null
                    && String.valueOf(launch.capacityProvider())
                            .equals(task.spec().capacityProvider())) {
                return true;
            }
        }
        return false;
    }

    /// What a waiting task was asked for with.
    ///
    /// @throws berth.kernel.FaultException ClientException if its cluster or its definition is gone
    static Launch launch(State state, Task waiting, WaitingTask needs) {
        Cluster cluster = state.find(ClusterViews.CLUSTERS, waiting.cluster());
        TaskDefinition definition =
                TaskDefinitionViews.byName(state, waiting.spec().taskDefinition());
        if (cluster == null || definition == null) {
            throw Fault.client("TaskDefinition not found.").raise();
        }
        return new Launch(
                cluster,
                definition,
                1,
                waiting.spec().launchType(),
                needs.network(),
                waiting.spec().group(),
                waiting.spec().startedBy(),
                null,
                waiting.spec().overrides(),
                null,
                needs.constraints(),
                needs.strategies(),
                waiting.spec().capacityProvider(),
                waiting.spec().clientToken(),
                List.of(),
                waiting.tags(),
                waiting.spec().imageDigests(),
                null,
                List.of());
    }
}
