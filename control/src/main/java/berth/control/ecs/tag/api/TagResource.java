package berth.control.ecs.tag.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.tag.TaggedResources;
import berth.control.ecs.tag.plan.TagRules;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.SortedMap;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;

/// Gives a resource tags; a key that it has already gets the new value, other tags stay.
public record TagResource(TaggedResources resources)
        implements Operation.Write<TagResourceRequest, TagResourceResponse> {
    static final Honoured HONOURED = Honoured.of(TagResourceRequest.class, "resourceArn", "tags");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "TagResource";
    }

    @Override
    public Class<TagResourceRequest> request() {
        return TagResourceRequest.class;
    }

    @Override
    public Outcome<TagResourceResponse> handle(TagResourceRequest request, State state, Context context) {
        HONOURED.check(request);
        SortedMap<String, String> given = TagMapper.fromSdk(request.tags());
        String resource = TaggedReference.live(resources, state, context.account(), request.resourceArn());
        SortedMap<String, String> after = TagRules.merged(resources.tags(state, resource), given);
        return new Outcome<>(
                resources.replaced(state, resource, after),
                TagResourceResponse.builder().build());
    }
}
