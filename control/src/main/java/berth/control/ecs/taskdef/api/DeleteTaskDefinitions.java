package berth.control.ecs.taskdef.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.Deletion;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Arn;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;

/// Deletes 1 to 10 revisions that were deregistered: DELETE_IN_PROGRESS at once, gone when nothing uses them.
///
/// ECS: an ACTIVE one is a failure. Deleting one again answers it as it is.
public record DeleteTaskDefinitions()
        implements Operation.Write<DeleteTaskDefinitionsRequest, DeleteTaskDefinitionsResponse> {
    static final int MOST = 10;
    static final Honoured HONOURED = Honoured.of(DeleteTaskDefinitionsRequest.class, "taskDefinitions");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DeleteTaskDefinitions";
    }

    @Override
    public Class<DeleteTaskDefinitionsRequest> request() {
        return DeleteTaskDefinitionsRequest.class;
    }

    @Override
    public Outcome<DeleteTaskDefinitionsResponse> handle(
            DeleteTaskDefinitionsRequest request, State state, Context context) {
        HONOURED.check(request);
        if (request.taskDefinitions().isEmpty()) {
            throw Fault.invalidParameter("size of TaskDefinition references list must be greater than 0")
                    .raise();
        }
        if (request.taskDefinitions().size() > MOST) {
            throw Fault.invalidParameter("Size of TaskDefinition references list cannot exceed 10")
                    .raise();
        }
        request.taskDefinitions().forEach(given -> checkRevision(given, context));
        List<Change> changes = new ArrayList<>();
        List<TaskDefinition> deleted = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : new LinkedHashSet<>(request.taskDefinitions())) {
            TaskDefinition definition = TaskDefinitionViews.find(state, context.account(), given);
            String refusal = refusal(definition);
            if (definition == null || refusal != null) {
                failures.add(failure(given, String.valueOf(refusal), context));
            } else if (definition.status() == TaskDefinition.Status.DELETE_IN_PROGRESS) {
                deleted.add(definition);
            } else {
                TaskDefinition going = definition.with(TaskDefinition.Status.DELETE_IN_PROGRESS);
                deleted.add(going);
                changes.add(Change.put(TaskDefinitionViews.TASK_DEFINITIONS, going));
                changes.add(Change.put(TaskDefinitionViews.DELETIONS, new Deletion(definition.name(), context.now())));
            }
        }
        State after = state.with(changes, state.version());
        return new Outcome<>(
                changes,
                DeleteTaskDefinitionsResponse.builder()
                        .taskDefinitions(deleted.stream()
                                .map(one -> TaskDefinitionMapper.toSdk(one, after, context.account()))
                                .toList())
                        .failures(failures)
                        .build());
    }

    private static void checkRevision(String given, Context context) {
        String name = TaskDefinitionViews.ownName(context.account(), given);
        if (name != null && name.indexOf(':') < 0) {
            throw Fault.client("Revision is missing.").raise();
        }
    }

    private static @Nullable String refusal(@Nullable TaskDefinition definition) {
        if (definition == null) {
            return "The specified task definition does not exist. Specify a valid account, family, revision and try"
                    + " again.";
        }
        return definition.status() == TaskDefinition.Status.ACTIVE
                ? "The specified task definition is still in ACTIVE status. Please deregister the target and try again."
                : null;
    }

    private static Failure failure(String given, String reason, Context context) {
        String arn = Arn.looksLike(given) ? given : context.account().ecs("task-definition", given);
        return Failure.builder().arn(arn).reason(reason).build();
    }
}
