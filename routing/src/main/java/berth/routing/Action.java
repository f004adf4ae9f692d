package berth.routing;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a rule does with a request.
public sealed interface Action {

    /// ELB `forward`: to a target of one of the groups, chosen by their weights.
    ///
    /// @param groups at least one
    /// @param stickiness how long a client stays with the group first chosen for it (1 to 604800 s); null: off
    record Forward(
            List<WeightedTargetGroup> groups, @Nullable Duration stickiness) implements Action {
        public Forward {
            groups = List.copyOf(groups);
        }

        /// All requests to one group.
        public static Forward to(String targetGroupArn) {
            return new Forward(List.of(new WeightedTargetGroup(targetGroupArn, 1)), null);
        }
    }

    /// @param weight 0 to 999; the group's share is its weight by the sum of all
    record WeightedTargetGroup(String targetGroupArn, int weight) {}

    /// ELB `redirect`. Each part may have `#{protocol}`, `#{host}`, `#{port}`, `#{path}` (without its leading
    /// slash) and `#{query}` of the request in it.
    ///
    /// @param protocol `HTTP`, `HTTPS` or `#{protocol}`
    /// @param path with a leading slash
    /// @param query without a leading question mark; may be empty
    /// @param statusCode 301 or 302
    record Redirect(String protocol, String host, String port, String path, String query, int statusCode)
            implements Action {}

    /// ELB `fixed-response`.
    ///
    /// @param contentType empty: none
    record FixedResponse(int statusCode, String contentType, String messageBody) implements Action {}
}
