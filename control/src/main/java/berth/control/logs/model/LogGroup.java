package berth.control.logs.model;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A log group.
///
/// @param retentionInDays events older than this expire; null: never
/// @param tags empty in rows of before there were tags
public record LogGroup(
        String name, Instant createdAt, @Nullable Integer retentionInDays, SortedMap<String, String> tags) {
    public LogGroup {
        SortedMap<String, String> given = tags;
        tags = Collections.unmodifiableSortedMap(given == null ? new TreeMap<>() : new TreeMap<>(given));
    }

    /// A group as the awslogs driver makes it.
    public LogGroup(String name, Instant createdAt) {
        this(name, createdAt, null, new TreeMap<>());
    }

    public LogGroup withRetention(@Nullable Integer days) {
        return new LogGroup(name, createdAt, days, tags);
    }

    public LogGroup withTags(SortedMap<String, String> all) {
        return new LogGroup(name, createdAt, retentionInDays, all);
    }
}
