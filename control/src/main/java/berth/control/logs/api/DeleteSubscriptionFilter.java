package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.plan.FilterRules;
import berth.control.logs.plan.LogRules;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteSubscriptionFilterResponse;

/// DeleteSubscriptionFilter: delivers no more; what was not delivered yet is not.
public final class DeleteSubscriptionFilter
        implements LogWrite<DeleteSubscriptionFilterRequest, DeleteSubscriptionFilterResponse> {
    @Override
    public Class<DeleteSubscriptionFilterRequest> request() {
        return DeleteSubscriptionFilterRequest.class;
    }

    @Override
    public Outcome<DeleteSubscriptionFilterResponse> handle(
            DeleteSubscriptionFilterRequest request, State state, Context context) {
        LogGroup group = LogViews.named(state, LogRules.group(request.logGroupName()));
        String id = group.name() + ':' + FilterRules.name(request.filterName());
        if (state.find(LogViews.SUBSCRIPTIONS, id) == null) {
            throw LogViews.notFound("The specified subscription filter does not exist.")
                    .raise();
        }
        return new Outcome<>(
                List.of(Change.delete(LogViews.SUBSCRIPTIONS, id)),
                DeleteSubscriptionFilterResponse.builder().build());
    }
}
