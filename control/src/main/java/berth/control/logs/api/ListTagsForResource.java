package berth.control.logs.api;

import berth.control.store.Context;
import berth.control.store.State;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceResponse;

/// The tags of a group, named by its ARN.
public final class ListTagsForResource implements LogRead<ListTagsForResourceRequest, ListTagsForResourceResponse> {
    @Override
    public Class<ListTagsForResourceRequest> request() {
        return ListTagsForResourceRequest.class;
    }

    @Override
    public ListTagsForResourceResponse handle(ListTagsForResourceRequest request, State state, Context context) {
        return ListTagsForResourceResponse.builder()
                .tags(Groups.byArn(state, request.resourceArn()).tags())
                .build();
    }
}
