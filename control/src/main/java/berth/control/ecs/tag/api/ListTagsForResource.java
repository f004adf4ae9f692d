package berth.control.ecs.tag.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.tag.TaggedResources;
import berth.control.store.Context;
import berth.control.store.State;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;

/// Lists the tags of a resource by key, those that ECS gave it among them.
public record ListTagsForResource(TaggedResources resources)
        implements Operation.Read<ListTagsForResourceRequest, ListTagsForResourceResponse> {
    static final Honoured HONOURED = Honoured.of(ListTagsForResourceRequest.class, "resourceArn");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "ListTagsForResource";
    }

    @Override
    public Class<ListTagsForResourceRequest> request() {
        return ListTagsForResourceRequest.class;
    }

    @Override
    public ListTagsForResourceResponse handle(ListTagsForResourceRequest request, State state, Context context) {
        HONOURED.check(request);
        String resource = TaggedReference.existing(resources, state, context.account(), request.resourceArn());
        return ListTagsForResourceResponse.builder()
                .tags(TagMapper.toSdk(resources.tags(state, resource)))
                .build();
    }
}
