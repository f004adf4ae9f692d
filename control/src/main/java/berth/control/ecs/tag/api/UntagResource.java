package berth.control.ecs.tag.api;

import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.tag.TaggedResources;
import berth.control.ecs.tag.plan.TagRules;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.SortedMap;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;

/// Takes tags away by their keys. ECS: a key that the resource does not have is no error.
public record UntagResource(TaggedResources resources)
        implements Operation.Write<UntagResourceRequest, UntagResourceResponse> {
    static final Honoured HONOURED = Honoured.of(UntagResourceRequest.class, "resourceArn", "tagKeys");

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "UntagResource";
    }

    @Override
    public Class<UntagResourceRequest> request() {
        return UntagResourceRequest.class;
    }

    @Override
    public Outcome<UntagResourceResponse> handle(UntagResourceRequest request, State state, Context context) {
        HONOURED.check(request);
        if (request.tagKeys().isEmpty()) {
            throw Fault.invalidParameter("tagKeys cannot be empty.").raise();
        }
        String resource = TaggedReference.live(resources, state, context.account(), request.resourceArn());
        SortedMap<String, String> after = TagRules.without(resources.tags(state, resource), request.tagKeys());
        return new Outcome<>(
                resources.replaced(state, resource, after),
                UntagResourceResponse.builder().build());
    }
}
