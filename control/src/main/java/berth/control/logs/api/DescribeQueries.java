package berth.control.logs.api;

import berth.control.logs.QueryRuns;
import berth.control.logs.plan.LogRules;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeQueriesRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeQueriesResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryInfo;
import software.amazon.awssdk.services.cloudwatchlogs.model.QueryLanguage;

/// DescribeQueries: queries of this process, newest first, by group and by status.
public final class DescribeQueries implements LogRead<DescribeQueriesRequest, DescribeQueriesResponse> {
    private static final int MOST = 1000;

    private final QueryRuns runs;

    public DescribeQueries(QueryRuns runs) {
        this.runs = runs;
    }

    @Override
    public Class<DescribeQueriesRequest> request() {
        return DescribeQueriesRequest.class;
    }

    @Override
    public DescribeQueriesResponse handle(DescribeQueriesRequest request, State state, Context context) {
        List<QueryRuns.Seen> wanted = runs.all().stream()
                .filter(seen ->
                        request.logGroupName() == null || seen.asked().groups().contains(request.logGroupName()))
                .filter(seen ->
                        request.status() == null || seen.status().shown().equals(request.statusAsString()))
                .toList();
        int from = 0;
        for (int i = 0; i < wanted.size(); i++) {
            from = wanted.get(i).asked().id().equals(request.nextToken()) ? i + 1 : from;
        }
        int to = Math.min(wanted.size(), from + LogRules.limit(request.maxResults(), MOST, MOST));
        return DescribeQueriesResponse.builder()
                .queries(wanted.subList(from, to).stream()
                        .map(DescribeQueries::described)
                        .toList())
                .nextToken(to < wanted.size() ? wanted.get(to - 1).asked().id() : null)
                .build();
    }

    private static QueryInfo described(QueryRuns.Seen seen) {
        return QueryInfo.builder()
                .queryLanguage(QueryLanguage.CWLI)
                .queryId(seen.asked().id())
                .queryString(seen.asked().text())
                .status(seen.status().shown())
                .createTime(seen.asked().now().toEpochMilli())
                .logGroupName(seen.asked().groups().getFirst())
                .bytesScanned((double) seen.scannedBytes())
                .build();
    }
}
