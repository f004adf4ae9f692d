package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.plan.LogRules;
import berth.control.store.Context;
import berth.control.store.State;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsLogGroupResponse;

/// As ListTagsForResource, by the group's name: the older operation.
public final class ListTagsLogGroup implements LogRead<ListTagsLogGroupRequest, ListTagsLogGroupResponse> {
    @Override
    public Class<ListTagsLogGroupRequest> request() {
        return ListTagsLogGroupRequest.class;
    }

    @Override
    public ListTagsLogGroupResponse handle(ListTagsLogGroupRequest request, State state, Context context) {
        return ListTagsLogGroupResponse.builder()
                .tags(LogViews.named(state, LogRules.group(request.logGroupName()))
                        .tags())
                .build();
    }
}
