package berth.control.elb.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a rule does. Exactly one: the authenticate actions, which come before another, are refused by name.
public sealed interface Action {

    /// Passes the request on, to each target group with the share of its weight.
    ///
    /// @param groups at most five, weights 0 to 999
    /// @param stickySeconds how long a client stays with the group that it first got, or null
    record Forward(List<WeightedGroup> groups, @Nullable Integer stickySeconds) implements Action {
        public Forward {
            groups = List.copyOf(groups);
        }
    }

    /// @param weight 0 to 999
    record WeightedGroup(String targetGroupArn, int weight) {}

    /// Sends the client elsewhere; `#{protocol}`, `#{host}`, `#{port}`, `#{path}` and `#{query}` stand for those of
    /// the request.
    ///
    /// @param statusCode 301 or 302
    record Redirect(String protocol, String host, String port, String path, String query, int statusCode)
            implements Action {}

    /// Answers by itself.
    ///
    /// @param statusCode 2xx, 4xx or 5xx
    record FixedResponse(
            int statusCode,
            @Nullable String contentType,
            @Nullable String body) implements Action {}
}
