package berth.control.logs.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Events of a group that match a pattern go to a URL.
///
/// @param pattern a filter pattern; empty: all events
/// @param destination an HTTP URL, or the ARN of a Lambda function whose name is one
/// @param role kept and shown
public record SubscriptionFilter(
        String group,
        String filter,
        String pattern,
        String destination,
        @Nullable String role,
        Instant createdAt) {
    private static final String FUNCTION = ":function:";

    /// `group:filter`; a filter's name has no colon.
    public String name() {
        return group + ':' + filter;
    }

    /// Where events are sent.
    public String url() {
        int name = destination.indexOf(FUNCTION);
        return name < 0 ? destination : destination.substring(name + FUNCTION.length());
    }
}
