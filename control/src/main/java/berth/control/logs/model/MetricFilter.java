package berth.control.logs.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What metrics events of a group that match a pattern give. Kept: nothing publishes metrics yet.
///
/// @param pattern a filter pattern; empty: all events
public record MetricFilter(
        String group, String filter, String pattern, List<Transformation> transformations, Instant createdAt) {
    public MetricFilter {
        transformations = List.copyOf(transformations);
    }

    /// `group:filter`; a filter's name has no colon.
    public String name() {
        return group + ':' + filter;
    }

    /// One metric.
    ///
    /// @param value a number, or a field like `$.latency` or `$size`
    /// @param unit a unit of CloudWatch, or null
    public record Transformation(
            String metric,
            String namespace,
            String value,
            @Nullable Double defaultValue,
            SortedMap<String, String> dimensions,
            @Nullable String unit) {
        public Transformation {
            dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
        }
    }
}
