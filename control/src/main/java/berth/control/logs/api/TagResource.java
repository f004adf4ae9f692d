package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.plan.LogTags;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceResponse;

/// Adds tags to a group, named by its ARN; a key that is there gets the new value.
public final class TagResource implements LogWrite<TagResourceRequest, TagResourceResponse> {
    @Override
    public Class<TagResourceRequest> request() {
        return TagResourceRequest.class;
    }

    @Override
    public Outcome<TagResourceResponse> handle(TagResourceRequest request, State state, Context context) {
        LogGroup group = Groups.byArn(state, request.resourceArn());
        return new Outcome<>(
                List.of(Change.put(
                        LogViews.GROUPS,
                        group.withTags(LogTags.merged(group.tags(), request.tags(), "TooManyTagsException")))),
                TagResourceResponse.builder().build());
    }
}
