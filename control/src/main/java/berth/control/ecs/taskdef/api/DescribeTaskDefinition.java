package berth.control.ecs.taskdef.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;

/// Shows one revision, INACTIVE ones too.
///
/// ECS: a family without revision is its latest ACTIVE one. Tags are shown only when asked for.
public record DescribeTaskDefinition()
        implements Operation.Read<DescribeTaskDefinitionRequest, DescribeTaskDefinitionResponse> {
    static final Honoured HONOURED = Honoured.of(DescribeTaskDefinitionRequest.class, "taskDefinition", "include");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "DescribeTaskDefinition";
    }

    @Override
    public Class<DescribeTaskDefinitionRequest> request() {
        return DescribeTaskDefinitionRequest.class;
    }

    @Override
    public DescribeTaskDefinitionResponse handle(DescribeTaskDefinitionRequest request, State state, Context context) {
        HONOURED.check(request);
        boolean tags = TagMapper.asked(request.includeAsStrings());
        String reference = request.taskDefinition();
        if (reference == null || reference.isEmpty()) {
            throw Fault.invalidParameter("taskDefinition cannot be empty.").raise();
        }
        TaskDefinition definition = TaskDefinitionViews.find(state, context.account(), reference);
        if (definition == null) {
            throw Fault.client("Unable to describe task definition.").raise();
        }
        var response = DescribeTaskDefinitionResponse.builder()
                .taskDefinition(TaskDefinitionMapper.toSdk(definition, state, context.account()));
        return tags
                ? response.tags(TagMapper.toSdk(TagViews.of(state, "task-definition/" + definition.name())))
                        .build()
                : response.build();
    }
}
