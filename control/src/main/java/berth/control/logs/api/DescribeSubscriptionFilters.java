package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.SubscriptionFilter;
import berth.control.logs.plan.LogRules;
import berth.control.store.Context;
import berth.control.store.State;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeSubscriptionFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeSubscriptionFiltersResponse;

/// DescribeSubscriptionFilters: a group's, by name, 50 a page.
public final class DescribeSubscriptionFilters
        implements LogRead<DescribeSubscriptionFiltersRequest, DescribeSubscriptionFiltersResponse> {
    @Override
    public Class<DescribeSubscriptionFiltersRequest> request() {
        return DescribeSubscriptionFiltersRequest.class;
    }

    @Override
    public DescribeSubscriptionFiltersResponse handle(
            DescribeSubscriptionFiltersRequest request, State state, Context context) {
        LogGroup group = LogViews.named(state, LogRules.group(request.logGroupName()));
        String prefix = request.filterNamePrefix() == null ? "" : request.filterNamePrefix();
        Paged<SubscriptionFilter> page = Paged.of(
                state.by(LogViews.SUBSCRIPTIONS, LogViews.SUBSCRIPTIONS_BY_GROUP, group.name()).stream()
                        .filter(one -> one.filter().startsWith(prefix))
                        .toList(),
                SubscriptionFilter::name,
                request.nextToken(),
                LogRules.limit(request.limit(), 50, 50));
        return DescribeSubscriptionFiltersResponse.builder()
                .subscriptionFilters(page.items().stream()
                        .map(DescribeSubscriptionFilters::described)
                        .toList())
                .nextToken(page.next())
                .build();
    }

    private static software.amazon.awssdk.services.cloudwatchlogs.model.SubscriptionFilter described(
            SubscriptionFilter filter) {
        return software.amazon.awssdk.services.cloudwatchlogs.model.SubscriptionFilter.builder()
                .filterName(filter.filter())
                .logGroupName(filter.group())
                .filterPattern(filter.pattern())
                .destinationArn(filter.destination())
                .roleArn(filter.role())
                .distribution("ByLogStream")
                .applyOnTransformedLogs(false)
                .creationTime(filter.createdAt().toEpochMilli())
                .build();
    }
}
