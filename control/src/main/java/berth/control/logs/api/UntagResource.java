package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.plan.LogTags;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceResponse;

/// Removes tags from a group, named by its ARN. A key that is not there is no error.
public final class UntagResource implements LogWrite<UntagResourceRequest, UntagResourceResponse> {
    @Override
    public Class<UntagResourceRequest> request() {
        return UntagResourceRequest.class;
    }

    @Override
    public Outcome<UntagResourceResponse> handle(UntagResourceRequest request, State state, Context context) {
        LogGroup group = Groups.byArn(state, request.resourceArn());
        return new Outcome<>(
                List.of(Change.put(LogViews.GROUPS, group.withTags(LogTags.without(group.tags(), request.tagKeys())))),
                UntagResourceResponse.builder().build());
    }
}
