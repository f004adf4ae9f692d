package berth.control.logs.api;

import berth.control.dispatch.Honoured;
import berth.control.logs.LogViews;
import berth.control.logs.QueryRuns;
import berth.control.logs.plan.FilterRules;
import berth.control.logs.plan.LogRules;
import berth.control.logs.plan.insights.InsightsQuery;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartQueryRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.StartQueryResponse;

/// StartQuery: begins a query of Logs Insights over one group or several.
///
/// Differs from CloudWatch: the end of the time is the whole second that endTime names, and results are kept in memory.
public final class StartQuery implements LogRead<StartQueryRequest, StartQueryResponse> {
    static final Honoured HONOURED = Honoured.of(
                    StartQueryRequest.class,
                    "logGroupName",
                    "logGroupNames",
                    "logGroupIdentifiers",
                    "startTime",
                    "endTime",
                    "queryString",
                    "limit")
            .accepting("queryLanguage", "CWLI")
            .refusing("queryLanguage", "there is no SQL and no PPL");

    private static final int MOST_ROWS = 10_000;
    private static final int MOST_GROUPS = 50;
    private static final long LATEST_SECOND = 253_000_000_000L;

    private final QueryRuns runs;

    public StartQuery(QueryRuns runs) {
        this.runs = runs;
    }

    @Override
    public Class<StartQueryRequest> request() {
        return StartQueryRequest.class;
    }

    @Override
    public StartQueryResponse handle(StartQueryRequest request, State state, Context context) {
        HONOURED.check(request);
        List<String> groups = groups(request, state, context);
        if (request.startTime() == null || request.endTime() == null || request.startTime() > request.endTime()) {
            throw Fault.invalidParameter("startTime and endTime are needed, and the end must not be before the start.")
                    .raise();
        }
        String text = request.queryString() == null ? "" : request.queryString();
        QueryRuns.Asked asked = new QueryRuns.Asked(
                context.ids().uuid(),
                text,
                InsightsQuery.parse(text),
                groups,
                second(request.startTime()),
                second(request.endTime()).plusSeconds(1),
                LogRules.limit(request.limit(), MOST_ROWS, MOST_ROWS),
                context.now(),
                context.account().id());
        if (!runs.start(asked)) {
            throw FilterRules.limit("Too many queries are running.").raise();
        }
        return StartQueryResponse.builder().queryId(asked.id()).build();
    }

    private static Instant second(long seconds) {
        return Instant.ofEpochSecond(Math.clamp(seconds, 0L, LATEST_SECOND));
    }

    /// The names of the groups, which are there.
    private static List<String> groups(StartQueryRequest request, State state, Context context) {
        List<String> names = new ArrayList<>();
        if (request.logGroupName() != null) {
            names.add(request.logGroupName());
        }
        names.addAll(request.logGroupNames());
        request.logGroupIdentifiers().forEach(identifier -> names.add(LogViews.nameOf(identifier)));
        int given = (request.logGroupName() == null ? 0 : 1)
                + (request.logGroupNames().isEmpty() ? 0 : 1)
                + (request.logGroupIdentifiers().isEmpty() ? 0 : 1);
        if (given != 1 || names.size() > MOST_GROUPS) {
            throw Fault.invalidParameter(
                            "Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be given, with at most %d log groups."
                                    .formatted(MOST_GROUPS))
                    .raise();
        }
        for (String name : names) {
            if (state.find(LogViews.GROUPS, name) == null) {
                throw LogViews.notFound("Log group '%s' does not exist for account ID '%s'"
                                .formatted(name, context.account().id()))
                        .raise();
            }
        }
        return names.stream().distinct().toList();
    }
}
