package berth.control.logs.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Events of a group that match a pattern go to a URL.
///
/// @param pattern a filter pattern; empty: all events
/// @param destination an HTTP URL
/// @param role kept and shown
public record SubscriptionFilter(
        String group,
        String filter,
        String pattern,
        String destination,
        @Nullable String role,
        Instant createdAt) {
    /// `group:filter`; a filter's name has no colon.
    public String name() {
        return group + ':' + filter;
    }
}
