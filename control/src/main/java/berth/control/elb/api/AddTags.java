package berth.control.elb.api;

import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import java.util.SortedMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AddTagsResponse;

/// Adds tags to resources; a key that is there gets the new value.
public final class AddTags implements ElbWrite<AddTagsRequest, AddTagsResponse> {
    @Override
    public Class<AddTagsRequest> request() {
        return AddTagsRequest.class;
    }

    @Override
    public Outcome<AddTagsResponse> handle(AddTagsRequest request, State state, Context context) {
        SortedMap<String, String> more = TagSets.of(request.tags());
        List<Change> changes = Tagged.all(state, request.resourceArns()).stream()
                .map(one -> one.with().apply(TagSets.merged(one.tags(), more)))
                .toList();
        return new Outcome<>(changes, AddTagsResponse.builder().build());
    }
}
