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
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetResponse;

/// Scales a task set: the share of the service's desiredCount that it is to have.
///
/// ECS: a set that is being deleted can't be scaled.
public record UpdateTaskSet() implements Operation.Write<UpdateTaskSetRequest, UpdateTaskSetResponse> {
    static final Honoured HONOURED = Honoured.of(UpdateTaskSetRequest.class, "cluster", "service", "taskSet", "scale");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "UpdateTaskSet";
    }

    @Override
    public Class<UpdateTaskSetRequest> request() {
        return UpdateTaskSetRequest.class;
    }

    @Override
    public Outcome<UpdateTaskSetResponse> handle(UpdateTaskSetRequest request, State state, Context context) {
        HONOURED.check(request);
        Service service = TaskSets.service(state, context, request.cluster(), request.service());
        TaskSet before = TaskSets.existing(service, context, request.taskSet());
        if (request.scale() == null) {
            throw Fault.invalidParameter("scale cannot be empty.").raise();
        }
        double scale = TaskSets.percent(request.scale());
        if (before.status() == TaskSet.Status.DRAINING) {
            throw Fault.invalidParameter("A task set that is DRAINING cannot be scaled.")
                    .raise();
        }
        TaskSet after = before.withScale(scale, context.now());
        return answer(after, service.with(service.status().with(after)), state, context);
    }

    private static Outcome<UpdateTaskSetResponse> answer(TaskSet set, Service after, State state, Context context) {
        return new Outcome<>(
                List.of(Change.put(ServiceViews.SERVICES, after)),
                UpdateTaskSetResponse.builder()
                        .taskSet(TaskSetMapper.toSdk(set, after, state, context.account()))
                        .build());
    }
}
