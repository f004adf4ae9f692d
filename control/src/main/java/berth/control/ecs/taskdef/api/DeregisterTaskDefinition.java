package berth.control.ecs.taskdef.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;

/// Makes a revision INACTIVE: what runs from it goes on, nothing new may name it.
///
/// ECS: the revision must be given. Deregistering an INACTIVE one again answers it unchanged.
public record DeregisterTaskDefinition()
        implements Operation.Write<DeregisterTaskDefinitionRequest, DeregisterTaskDefinitionResponse> {
    static final Honoured HONOURED = Honoured.of(DeregisterTaskDefinitionRequest.class, "taskDefinition");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DeregisterTaskDefinition";
    }

    @Override
    public Class<DeregisterTaskDefinitionRequest> request() {
        return DeregisterTaskDefinitionRequest.class;
    }

    @Override
    public Outcome<DeregisterTaskDefinitionResponse> handle(
            DeregisterTaskDefinitionRequest request, State state, Context context) {
        HONOURED.check(request);
        TaskDefinition definition = named(request.taskDefinition(), state, context);
        if (definition.status() != TaskDefinition.Status.ACTIVE) {
            return Outcome.unchanged(response(definition, context));
        }
        TaskDefinition deregistered = definition.deregistered(context.now());
        return new Outcome<>(
                List.of(Change.put(TaskDefinitionViews.TASK_DEFINITIONS, deregistered)),
                response(deregistered, context));
    }

    private static TaskDefinition named(
            @org.jspecify.annotations.Nullable String reference, State state, Context context) {
        if (reference == null || reference.isEmpty()) {
            throw Fault.invalidParameter("taskDefinition cannot be empty.").raise();
        }
        String name = TaskDefinitionViews.ownName(context.account(), reference);
        if (name != null && name.indexOf(':') < 0) {
            throw Fault.client("Revision is missing.").raise();
        }
        TaskDefinition definition = TaskDefinitionViews.find(state, context.account(), reference);
        if (definition == null) {
            throw Fault.client(
                            "The specified task definition does not exist. Specify a valid account, family, revision and try again.")
                    .raise();
        }
        return definition;
    }

    private static DeregisterTaskDefinitionResponse response(TaskDefinition definition, Context context) {
        return DeregisterTaskDefinitionResponse.builder()
                .taskDefinition(TaskDefinitionMapper.toSdk(definition, context.account()))
                .build();
    }
}
