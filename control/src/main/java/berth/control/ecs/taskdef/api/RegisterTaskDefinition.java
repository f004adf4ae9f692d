package berth.control.ecs.taskdef.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.ResourceName;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.ecs.taskdef.plan.Capabilities;
import berth.control.ecs.taskdef.plan.DefinitionRules;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import berth.wire.codec.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;

/// Registers the next revision of a family.
///
/// ECS: the same content registered again is another revision. At most 10 containers, 64 KiB as JSON, 1,000,000
/// revisions. Differs from ECS: a field that has no effect here is refused by name, see [RefusedFields].
public record RegisterTaskDefinition()
        implements Operation.Write<RegisterTaskDefinitionRequest, RegisterTaskDefinitionResponse> {
    static final int MAX_CONTAINERS = 10;
    static final int MAX_BYTES = 65536;
    static final int MAX_REVISIONS = 1_000_000;

    static final Honoured HONOURED = honoured();

    private static Honoured honoured() {
        Honoured made = Honoured.of(RegisterTaskDefinitionRequest.class, HonouredFields.HONOURED.keySet());
        for (Map.Entry<String, String> refused : RefusedFields.REFUSED.entrySet()) {
            made = made.refusing(refused.getKey(), refused.getValue());
        }
        return made;
    }

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "RegisterTaskDefinition";
    }

    @Override
    public Class<RegisterTaskDefinitionRequest> request() {
        return RegisterTaskDefinitionRequest.class;
    }

    @Override
    public Outcome<RegisterTaskDefinitionResponse> handle(
            RegisterTaskDefinitionRequest request, State state, Context context) {
        checkShape(request);
        HONOURED.check(request);
        SortedMap<String, String> tags = TagMapper.fromSdk(request.tags());
        int revision = TaskDefinitionViews.nextRevision(state, request.family());
        if (revision > MAX_REVISIONS) {
            throw Fault.of(
                            "LimitExceededException",
                            "The family %s has %d revisions, more are not allowed."
                                    .formatted(request.family(), MAX_REVISIONS))
                    .raise();
        }
        TaskDefinition asked = TaskDefinitionMapper.fromSdk(request, revision, context);
        DefinitionRules.check(asked, context.account().region());
        TaskDefinition registered = asked.withCompatibilities(Capabilities.compatibilities(asked));
        List<Change> changes = new ArrayList<>(TagViews.replaced(state, "task-definition/" + registered.name(), tags));
        changes.add(Change.put(TaskDefinitionViews.TASK_DEFINITIONS, registered));
        return new Outcome<>(
                changes,
                RegisterTaskDefinitionResponse.builder()
                        .taskDefinition(TaskDefinitionMapper.toSdk(registered, context.account()))
                        .tags(tags.isEmpty() ? null : TagMapper.toSdk(tags))
                        .build());
    }

    private static void checkShape(RegisterTaskDefinitionRequest request) {
        String family = request.family();
        if (family == null || family.isEmpty()) {
            throw Fault.client("Family should not be null or empty.").raise();
        }
        if (family.length() > ResourceName.MAX_LENGTH || !ResourceName.hasGoodCharacters(family)) {
            throw Fault.client("Family contains invalid characters.").raise();
        }
        if (request.containerDefinitions().isEmpty()) {
            throw Fault.client("Container list cannot be empty.").raise();
        }
        if (request.containerDefinitions().size() > MAX_CONTAINERS) {
            throw Fault.client("Too many containers.").raise();
        }
        if (request.hasTags() && request.tags().isEmpty()) {
            throw Fault.client("Tags can not be empty.").raise();
        }
        int length = Json.toJson(request).length;
        if (length > MAX_BYTES) {
            throw Fault.client("Actual length: '%d'. Max allowed length is '%d' bytes.".formatted(length, MAX_BYTES))
                    .raise();
        }
    }
}
