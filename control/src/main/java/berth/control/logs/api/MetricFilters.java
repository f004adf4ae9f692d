package berth.control.logs.api;

import berth.control.logs.LogViews;
import berth.control.logs.model.MetricFilter;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;

/// Metric filters between the SDK and records.
final class MetricFilters {
    private MetricFilters() {}

    static int count(State state, String group) {
        return state.by(LogViews.METRIC_FILTERS, LogViews.METRIC_FILTERS_BY_GROUP, group)
                .size();
    }

    /// @throws berth.kernel.FaultException InvalidParameterException
    static List<MetricFilter.Transformation> transformations(List<MetricTransformation> given) {
        if (given.size() != 1) {
            throw Fault.invalidParameter(
                            "1 validation error detected: Value at 'metricTransformations' failed to satisfy constraint: Member must have length equal to 1")
                    .raise();
        }
        return given.stream().map(MetricFilters::transformation).toList();
    }

    private static MetricFilter.Transformation transformation(MetricTransformation given) {
        if (given.metricName() == null || given.metricNamespace() == null || given.metricValue() == null) {
            throw Fault.invalidParameter("A metric transformation needs metricName, metricNamespace and metricValue.")
                    .raise();
        }
        boolean number = given.metricValue().matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
        if (!number && !given.metricValue().startsWith("$")) {
            throw Fault.invalidParameter("Invalid metric transformation: metricValue '%s' is no number and no field."
                            .formatted(given.metricValue()))
                    .raise();
        }
        if (given.hasDimensions() && !given.dimensions().isEmpty() && given.defaultValue() != null) {
            throw Fault.invalidParameter(
                            "Invalid metric transformation: dimensions and defaultValue are mutually exclusive")
                    .raise();
        }
        if (given.dimensions().size() > 3) {
            throw Fault.invalidParameter("Invalid metric transformation: at most 3 dimensions are allowed.")
                    .raise();
        }
        return new MetricFilter.Transformation(
                given.metricName(),
                given.metricNamespace(),
                given.metricValue(),
                given.defaultValue(),
                new TreeMap<>(given.dimensions()),
                given.unitAsString());
    }

    static software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter described(MetricFilter filter) {
        return software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter.builder()
                .filterName(filter.filter())
                .logGroupName(filter.group())
                .filterPattern(filter.pattern())
                .creationTime(filter.createdAt().toEpochMilli())
                .applyOnTransformedLogs(false)
                .metricTransformations(filter.transformations().stream()
                        .map(one -> MetricTransformation.builder()
                                .metricName(one.metric())
                                .metricNamespace(one.namespace())
                                .metricValue(one.value())
                                .defaultValue(one.defaultValue())
                                .dimensions(one.dimensions().isEmpty() ? null : one.dimensions())
                                .unit(one.unit() == null ? "None" : one.unit())
                                .build())
                        .toList())
                .build();
    }
}
