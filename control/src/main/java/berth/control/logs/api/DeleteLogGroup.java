package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.LogStream;
import berth.control.logs.plan.LogRules;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;

/// Deletes a group with its streams, filters and events. The events are deleted from the log store just after.
///
/// Differs from CloudWatch: lines that a container writes to it afterwards are dropped, as they are there; the group
/// does not come back, either.
public final class DeleteLogGroup implements LogWrite<DeleteLogGroupRequest, DeleteLogGroupResponse> {
    @Override
    public Class<DeleteLogGroupRequest> request() {
        return DeleteLogGroupRequest.class;
    }

    @Override
    public Outcome<DeleteLogGroupResponse> handle(DeleteLogGroupRequest request, State state, Context context) {
        LogGroup group = LogViews.named(state, LogRules.group(request.logGroupName()));
        List<Change> changes = new ArrayList<>();
        for (LogStream stream : state.by(LogViews.STREAMS, LogViews.STREAMS_BY_GROUP, group.name())) {
            changes.addAll(DeleteLogStream.deleted(stream, context.now()));
        }
        state.by(LogViews.SUBSCRIPTIONS, LogViews.SUBSCRIPTIONS_BY_GROUP, group.name())
                .forEach(filter -> changes.add(Change.delete(LogViews.SUBSCRIPTIONS, filter.name())));
        state.by(LogViews.METRIC_FILTERS, LogViews.METRIC_FILTERS_BY_GROUP, group.name())
                .forEach(filter -> changes.add(Change.delete(LogViews.METRIC_FILTERS, filter.name())));
        changes.add(Change.delete(LogViews.GROUPS, group.name()));
        return new Outcome<>(changes, DeleteLogGroupResponse.builder().build());
    }
}
