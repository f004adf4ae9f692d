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
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServicePrimaryTaskSetResponse;

/// Makes a task set the PRIMARY one of its service; the one that was becomes ACTIVE.
///
/// ECS: the service takes over the parameters of the set, which its description then shows.
public record UpdateServicePrimaryTaskSet()
        implements Operation.Write<UpdateServicePrimaryTaskSetRequest, UpdateServicePrimaryTaskSetResponse> {
    static final Honoured HONOURED =
            Honoured.of(UpdateServicePrimaryTaskSetRequest.class, "cluster", "service", "primaryTaskSet");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "UpdateServicePrimaryTaskSet";
    }

    @Override
    public Class<UpdateServicePrimaryTaskSetRequest> request() {
        return UpdateServicePrimaryTaskSetRequest.class;
    }

    @Override
    public Outcome<UpdateServicePrimaryTaskSetResponse> handle(
            UpdateServicePrimaryTaskSetRequest request, State state, Context context) {
        HONOURED.check(request);
        Service service = TaskSets.service(state, context, request.cluster(), request.service());
        TaskSet chosen = TaskSets.existing(service, context, request.primaryTaskSet());
        if (chosen.status() == TaskSet.Status.DRAINING) {
            throw Fault.invalidParameter("A task set that is DRAINING cannot be the primary one.")
                    .raise();
        }
        TaskSet primary = chosen.with(TaskSet.Status.PRIMARY, context.now());
        List<TaskSet> sets = service.status().taskSets().stream()
                .map(set -> set.id().equals(primary.id()) ? primary : demoted(set, context))
                .toList();
        Service after = service.with(service.spec().with(primary.deployment().workload()))
                .with(service.status().withTaskSets(sets));
        return answer(primary, after, state, context);
    }

    private static TaskSet demoted(TaskSet set, Context context) {
        return set.status() == TaskSet.Status.PRIMARY ? set.with(TaskSet.Status.ACTIVE, context.now()) : set;
    }

    private static Outcome<UpdateServicePrimaryTaskSetResponse> answer(
            TaskSet set, Service after, State state, Context context) {
        return new Outcome<>(
                List.of(Change.put(ServiceViews.SERVICES, after)),
                UpdateServicePrimaryTaskSetResponse.builder()
                        .taskSet(TaskSetMapper.toSdk(set, after, state, context.account()))
                        .build());
    }
}
