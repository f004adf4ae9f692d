package berth.control.logs;

import berth.control.Module;
import berth.control.logs.api.CreateLogGroup;
import berth.control.logs.api.CreateLogStream;
import berth.control.logs.api.DeleteLogGroup;
import berth.control.logs.api.DeleteLogStream;
import berth.control.logs.api.DeleteMetricFilter;
import berth.control.logs.api.DeleteRetentionPolicy;
import berth.control.logs.api.DeleteSubscriptionFilter;
import berth.control.logs.api.DescribeLogGroups;
import berth.control.logs.api.DescribeLogStreams;
import berth.control.logs.api.DescribeMetricFilters;
import berth.control.logs.api.DescribeQueries;
import berth.control.logs.api.DescribeSubscriptionFilters;
import berth.control.logs.api.FilterLogEvents;
import berth.control.logs.api.GetLogEvents;
import berth.control.logs.api.GetQueryResults;
import berth.control.logs.api.ListLogGroups;
import berth.control.logs.api.ListTagsForResource;
import berth.control.logs.api.ListTagsLogGroup;
import berth.control.logs.api.PutLogEvents;
import berth.control.logs.api.PutMetricFilter;
import berth.control.logs.api.PutRetentionPolicy;
import berth.control.logs.api.PutSubscriptionFilter;
import berth.control.logs.api.StartLiveTail;
import berth.control.logs.api.StartQuery;
import berth.control.logs.api.StopQuery;
import berth.control.logs.api.TagLogGroup;
import berth.control.logs.api.TagResource;
import berth.control.logs.api.TestMetricFilter;
import berth.control.logs.api.UntagLogGroup;
import berth.control.logs.api.UntagResource;
import java.util.List;

/// What CloudWatch Logs contributes.
public final class LogModule {
    private LogModule() {}

    public static Module module(LogWork work) {
        LogStore store = work.store();
        return new Module(
                List.of(
                        LogViews.GROUPS,
                        LogViews.STREAMS,
                        LogViews.DELETIONS,
                        LogViews.SUBSCRIPTIONS,
                        LogViews.METRIC_FILTERS),
                List.of(
                        new CreateLogGroup(),
                        new CreateLogStream(),
                        new DeleteLogGroup(),
                        new DeleteLogStream(),
                        new PutLogEvents(store),
                        new DescribeLogGroups(store),
                        new DescribeLogStreams(store),
                        new ListLogGroups(),
                        new GetLogEvents(store),
                        new FilterLogEvents(store),
                        new PutRetentionPolicy(),
                        new DeleteRetentionPolicy(),
                        new TagResource(),
                        new UntagResource(),
                        new ListTagsForResource(),
                        new TagLogGroup(),
                        new UntagLogGroup(),
                        new ListTagsLogGroup(),
                        new PutSubscriptionFilter(),
                        new DeleteSubscriptionFilter(),
                        new DescribeSubscriptionFilters(),
                        new PutMetricFilter(),
                        new DeleteMetricFilter(),
                        new DescribeMetricFilters(),
                        new TestMetricFilter(),
                        new StartQuery(work.queries()),
                        new GetQueryResults(work.queries()),
                        new StopQuery(work.queries()),
                        new DescribeQueries(work.queries()),
                        new StartLiveTail(work.tails())),
                work.woken());
    }
}
