package berth.routing;

import java.util.List;

/// One rule of a listener: what a request must be, and what then happens to it.
///
/// @param priority 1 to 50000, or [#DEFAULT]
/// @param conditions all must hold; none: every request
/// @param transforms in order, before the request is sent on
public record Rule(String arn, int priority, List<Condition> conditions, List<Transform> transforms, Action action) {
    /// The priority of a listener's default rule.
    public static final int DEFAULT = Integer.MAX_VALUE;

    public Rule {
        conditions = List.copyOf(conditions);
        transforms = List.copyOf(transforms);
    }

    /// A rule without transforms.
    public Rule(String arn, int priority, List<Condition> conditions, Action action) {
        this(arn, priority, conditions, List.of(), action);
    }

    public boolean isDefault() {
        return priority == DEFAULT;
    }
}
