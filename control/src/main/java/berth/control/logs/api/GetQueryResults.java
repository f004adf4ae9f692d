package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.QueryRuns;
import berth.control.logs.plan.LogRules;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetQueryResultsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryLanguage;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryStatistics;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResultField;

/// GetQueryResults: how far a query is, and its rows once it is complete.
public final class GetQueryResults implements LogRead<GetQueryResultsRequest, GetQueryResultsResponse> {
    private static final int MOST_ROWS = 10_000;

    private final QueryRuns runs;

    public GetQueryResults(QueryRuns runs) {
        this.runs = runs;
    }

    @Override
    public Class<GetQueryResultsRequest> request() {
        return GetQueryResultsRequest.class;
    }

    @Override
    public GetQueryResultsResponse handle(GetQueryResultsRequest request, State state, Context context) {
        QueryRuns.Seen seen = request.queryId() == null ? null : runs.find(request.queryId());
        if (seen == null) {
            throw LogViews.notFound("The specified query does not exist.").raise();
        }
        int from = from(request.nextToken(), seen.rows().size());
        int to = Math.min(seen.rows().size(), from + LogRules.limit(request.maxItems(), MOST_ROWS, MOST_ROWS));
        return GetQueryResultsResponse.builder()
                .queryLanguage(QueryLanguage.CWLI)
                .results(seen.rows().subList(from, to).stream()
                        .map(row -> row.stream()
                                .map(cell -> ResultField.builder()
                                        .field(cell.field())
                                        .value(cell.value())
                                        .build())
                                .toList())
                        .toList())
                .nextToken(to < seen.rows().size() ? String.valueOf(to) : null)
                .status(seen.status().shown())
                .statistics(QueryStatistics.builder()
                        .recordsMatched((double) seen.matched())
                        .recordsScanned((double) seen.scanned())
                        .bytesScanned((double) seen.scannedBytes())
                        .estimatedRecordsSkipped(0.0)
                        .estimatedBytesSkipped(0.0)
                        .logGroupsScanned((double) seen.asked().groups().size())
                        .build())
                .build();
    }

    private static int from(@Nullable String token, int rows) {
        if (token == null) {
            return 0;
        }
        if (!token.matches("[0-9]{1,5}") || Integer.parseInt(token) > rows) {
            throw Fault.invalidParameter("The specified nextToken is invalid.").raise();
        }
        return Integer.parseInt(token);
    }
}
