package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.plan.LogRules;
import berth.control.logs.plan.LogTags;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagLogGroupResponse;

/// As TagResource, by the group's name: the older operation.
public final class TagLogGroup implements LogWrite<TagLogGroupRequest, TagLogGroupResponse> {
    @Override
    public Class<TagLogGroupRequest> request() {
        return TagLogGroupRequest.class;
    }

    @Override
    public Outcome<TagLogGroupResponse> handle(TagLogGroupRequest request, State state, Context context) {
        LogGroup group = LogViews.named(state, LogRules.group(request.logGroupName()));
        return new Outcome<>(
                List.of(Change.put(
                        LogViews.GROUPS,
                        group.withTags(LogTags.merged(group.tags(), request.tags(), "InvalidParameterException")))),
                TagLogGroupResponse.builder().build());
    }
}
