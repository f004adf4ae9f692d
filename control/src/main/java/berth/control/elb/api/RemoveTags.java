package berth.control.elb.api;

import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RemoveTagsResponse;

/// Takes tags from resources by their keys.
public final class RemoveTags implements ElbWrite<RemoveTagsRequest, RemoveTagsResponse> {
    @Override
    public Class<RemoveTagsRequest> request() {
        return RemoveTagsRequest.class;
    }

    @Override
    public Outcome<RemoveTagsResponse> handle(RemoveTagsRequest request, State state, Context context) {
        List<Change> changes = new ArrayList<>();
        for (Tagged one : Tagged.all(state, request.resourceArns())) {
            SortedMap<String, String> rest = new TreeMap<>(one.tags());
            request.tagKeys().forEach(rest::remove);
            changes.add(one.with().apply(rest));
        }
        return new Outcome<>(changes, RemoveTagsResponse.builder().build());
    }
}
