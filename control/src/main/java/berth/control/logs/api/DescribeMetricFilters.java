package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.model.MetricFilter;
import berth.control.logs.plan.LogRules;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersResponse;

/// DescribeMetricFilters: of a group or of all, by name or by metric, 50 a page.
public final class DescribeMetricFilters
        implements LogRead<DescribeMetricFiltersRequest, DescribeMetricFiltersResponse> {
    @Override
    public Class<DescribeMetricFiltersRequest> request() {
        return DescribeMetricFiltersRequest.class;
    }

    @Override
    public DescribeMetricFiltersResponse handle(DescribeMetricFiltersRequest request, State state, Context context) {
        if ((request.metricName() == null) != (request.metricNamespace() == null)) {
            throw Fault.invalidParameter("metricName and metricNamespace must be given together.")
                    .raise();
        }
        String prefix = request.filterNamePrefix() == null ? "" : request.filterNamePrefix();
        Paged<MetricFilter> page = Paged.of(
                candidates(request.logGroupName(), state).stream()
                        .filter(one -> one.filter().startsWith(prefix))
                        .filter(one -> request.metricName() == null || writes(one, request))
                        .toList(),
                MetricFilter::name,
                request.nextToken(),
                LogRules.limit(request.limit(), 50, 50));
        return DescribeMetricFiltersResponse.builder()
                .metricFilters(
                        page.items().stream().map(MetricFilters::described).toList())
                .nextToken(page.next())
                .build();
    }

    private static Collection<MetricFilter> candidates(@Nullable String group, State state) {
        if (group == null) {
            return state.all(LogViews.METRIC_FILTERS);
        }
        return state.by(
                LogViews.METRIC_FILTERS,
                LogViews.METRIC_FILTERS_BY_GROUP,
                LogViews.named(state, LogRules.group(group)).name());
    }

    private static boolean writes(MetricFilter filter, DescribeMetricFiltersRequest request) {
        return filter.transformations().stream()
                .anyMatch(one -> one.metric().equals(request.metricName())
                        && one.namespace().equals(request.metricNamespace()));
    }
}
