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
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagLogGroupResponse;

/// As UntagResource, by the group's name: the older operation.
public final class UntagLogGroup implements LogWrite<UntagLogGroupRequest, UntagLogGroupResponse> {
    @Override
    public Class<UntagLogGroupRequest> request() {
        return UntagLogGroupRequest.class;
    }

    @Override
    public Outcome<UntagLogGroupResponse> handle(UntagLogGroupRequest request, State state, Context context) {
        LogGroup group = LogViews.named(state, LogRules.group(request.logGroupName()));
        return new Outcome<>(
                List.of(Change.put(LogViews.GROUPS, group.withTags(LogTags.without(group.tags(), request.tags())))),
                UntagLogGroupResponse.builder().build());
    }
}
