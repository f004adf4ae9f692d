package berth.control.ecs.task.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.plan.Reasons;
import berth.control.ecs.task.plan.TaskLifecycle;
import berth.control.ecs.task.plan.TaskStop;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.Collections;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;

/// Asks a task to stop.
///
/// ECS: the answer has desiredStatus STOPPED, stopCode and stoppedReason already and lastStatus as it is. A
/// task that is to stop already is answered as it is.
public record StopTask() implements Operation.Write<StopTaskRequest, StopTaskResponse> {
    static final Honoured HONOURED = Honoured.of(StopTaskRequest.class, "cluster", "task", "reason");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "StopTask";
    }

    @Override
    public Class<StopTaskRequest> request() {
        return StopTaskRequest.class;
    }

    @Override
    public Outcome<StopTaskResponse> handle(StopTaskRequest request, State state, Context context) {
        HONOURED.check(request);
        String given = request.task();
        if (given == null || given.isEmpty()) {
            throw Fault.invalidParameter("Task cannot be empty.").raise();
        }
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        Task task = TaskReference.of(given, cluster, context.account()).find(state, cluster);
        if (task == null) {
            throw Fault.invalidParameter("The referenced task was not found.").raise();
        }
        String reason = request.reason();
        String said = reason == null || reason.isEmpty() ? Reasons.STOPPED_BY_USER : reason;
        Task known = untagged(task);
        Task stopped = TaskLifecycle.stop(known, StopCode.USER_INITIATED, said, context.now());
        StopTaskResponse response = StopTaskResponse.builder()
                .task(TaskMapper.toSdk(state, stopped, context.account()))
                .build();
        return new Outcome<>(TaskStop.stop(state, known, StopCode.USER_INITIATED, said, context.now()), response);
    }

    /// ECS: the call that stops a task deletes its tags.
    private static Task untagged(Task task) {
        return task.status().desired() == DesiredStatus.STOPPED ? task : task.withTags(Collections.emptySortedMap());
    }
}
