package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.QueryRuns;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import software.amazon.awssdk.services.cloudwatchlogs.model.StopQueryRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StopQueryResponse;

/// StopQuery: ends a query that is running.
public final class StopQuery implements LogRead<StopQueryRequest, StopQueryResponse> {
    private final QueryRuns runs;

    public StopQuery(QueryRuns runs) {
        this.runs = runs;
    }

    @Override
    public Class<StopQueryRequest> request() {
        return StopQueryRequest.class;
    }

    @Override
    public StopQueryResponse handle(StopQueryRequest request, State state, Context context) {
        QueryRuns.Seen seen = request.queryId() == null ? null : runs.find(request.queryId());
        if (seen == null) {
            throw LogViews.notFound("The specified query does not exist.").raise();
        }
        if (!runs.stop(request.queryId())) {
            throw Fault.invalidParameter("The query has ended: its status is %s."
                            .formatted(seen.status().shown()))
                    .raise();
        }
        return StopQueryResponse.builder().success(true).build();
    }
}
