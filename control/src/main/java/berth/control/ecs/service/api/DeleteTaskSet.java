package berth.control.ecs.service.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.TaskSet;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetResponse;

/// Deletes a task set: DRAINING at once, gone with its last task.
///
/// ECS: refused, unless forced, while it is scaled above 0, and for the PRIMARY one.
public record DeleteTaskSet() implements Operation.Write<DeleteTaskSetRequest, DeleteTaskSetResponse> {
    static final Honoured HONOURED = Honoured.of(DeleteTaskSetRequest.class, "cluster", "service", "taskSet", "force");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DeleteTaskSet";
    }

    @Override
    public Class<DeleteTaskSetRequest> request() {
        return DeleteTaskSetRequest.class;
    }

    @Override
    public Outcome<DeleteTaskSetResponse> handle(DeleteTaskSetRequest request, State state, Context context) {
        HONOURED.check(request);
        Service service = TaskSets.service(state, context, request.cluster(), request.service());
        TaskSet before = TaskSets.existing(service, context, request.taskSet());
        if (!Boolean.TRUE.equals(request.force())) {
            mayBeDeleted(before);
        }
        TaskSet after = before.status() == TaskSet.Status.DRAINING
                ? before
                : before.with(TaskSet.Status.DRAINING, context.now())
                        .with(TaskSet.Stability.STABILIZING, context.now());
        return answer(after, service.with(service.status().with(after)), state, context);
    }

    private static void mayBeDeleted(TaskSet set) {
        if (set.status() == TaskSet.Status.PRIMARY) {
            throw Fault.invalidParameter("The primary task set cannot be deleted unless force is true.")
                    .raise();
        }
        if (set.status() == TaskSet.Status.ACTIVE && set.scale() > 0) {
            throw Fault.invalidParameter(
                            "The task set cannot be deleted while it is scaled above 0 unless force is" + " true.")
                    .raise();
        }
    }

    private static Outcome<DeleteTaskSetResponse> answer(TaskSet set, Service after, State state, Context context) {
        return new Outcome<>(
                List.of(Change.put(ServiceViews.SERVICES, after)),
                DeleteTaskSetResponse.builder()
                        .taskSet(TaskSetMapper.toSdk(set, after, state, context.account()))
                        .build());
    }
}
