package berth.control.logs.api;

import berth.control.dispatch.Honoured;
import berth.control.logs.LogViews;
import berth.control.logs.model.LogGroup;
import berth.control.logs.model.MetricFilter;
import berth.control.logs.plan.FilterRules;
import berth.control.logs.plan.LogRules;
import berth.control.logs.plan.pattern.FilterPattern;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterResponse;

/// PutMetricFilter: makes or replaces a metric filter, at most 100 a group.
///
/// Differs from CloudWatch: it is kept and shown; there are no metrics yet that it could write.
public final class PutMetricFilter implements LogWrite<PutMetricFilterRequest, PutMetricFilterResponse> {
    static final Honoured HONOURED = Honoured.of(
                    PutMetricFilterRequest.class,
                    "logGroupName",
                    "filterName",
                    "filterPattern",
                    "metricTransformations")
            .accepting("applyOnTransformedLogs", false)
            .refusing("applyOnTransformedLogs", "there are no log transformers");

    @Override
    public Class<PutMetricFilterRequest> request() {
        return PutMetricFilterRequest.class;
    }

    @Override
    public Outcome<PutMetricFilterResponse> handle(PutMetricFilterRequest request, State state, Context context) {
        HONOURED.check(request);
        LogGroup group = LogViews.named(state, LogRules.group(request.logGroupName()));
        String name = FilterRules.name(request.filterName());
        FilterPattern pattern = FilterRules.metricPattern(request.filterPattern());
        MetricFilter known = state.find(LogViews.METRIC_FILTERS, group.name() + ':' + name);
        int count = MetricFilters.count(state, group.name());
        if (known == null && count >= FilterRules.MOST_METRIC_FILTERS) {
            throw FilterRules.limit("A log group can have at most %d metric filters."
                            .formatted(FilterRules.MOST_METRIC_FILTERS))
                    .raise();
        }
        FilterRules.checkRegexes(state, group.name(), name, pattern);
        MetricFilter filter = new MetricFilter(
                group.name(),
                name,
                request.filterPattern() == null ? "" : request.filterPattern(),
                MetricFilters.transformations(request.metricTransformations()),
                known == null ? context.now() : known.createdAt());
        return new Outcome<>(
                List.of(Change.put(LogViews.METRIC_FILTERS, filter)),
                PutMetricFilterResponse.builder().build());
    }
}
