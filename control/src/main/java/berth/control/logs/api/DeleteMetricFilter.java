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
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteMetricFilterResponse;

/// DeleteMetricFilter.
public final class DeleteMetricFilter implements LogWrite<DeleteMetricFilterRequest, DeleteMetricFilterResponse> {
    @Override
    public Class<DeleteMetricFilterRequest> request() {
        return DeleteMetricFilterRequest.class;
    }

    @Override
    public Outcome<DeleteMetricFilterResponse> handle(DeleteMetricFilterRequest request, State state, Context context) {
        LogGroup group = LogViews.named(state, LogRules.group(request.logGroupName()));
        String id = group.name() + ':' + FilterRules.name(request.filterName());
        if (state.find(LogViews.METRIC_FILTERS, id) == null) {
            throw LogViews.notFound("The specified metric filter does not exist.")
                    .raise();
        }
        return new Outcome<>(
                List.of(Change.delete(LogViews.METRIC_FILTERS, id)),
                DeleteMetricFilterResponse.builder().build());
    }
}
