package berth.control.elb.model;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a listener does with requests that meet all conditions.
///
/// @param arn the listener's, with `listener-rule/` and 16 more hex digits
/// @param priority 1 to 50000, lower ones first; [#DEFAULT] for the rule that comes last and has no conditions
/// @param conditions all of which must hold
public record ListenerRule(
        String arn,
        String listenerArn,
        int priority,
        List<Condition> conditions,
        Action action,
        SortedMap<String, String> tags,
        Instant createdAt) {
    /// Priority of the default rule: behind all others.
    public static final int DEFAULT = 50_001;

    public ListenerRule {
        conditions = List.copyOf(conditions);
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    public boolean isDefault() {
        return priority == DEFAULT;
    }

    public ListenerRule with(Action newAction) {
        return new ListenerRule(arn, listenerArn, priority, conditions, newAction, tags, createdAt);
    }

    public ListenerRule withConditions(List<Condition> newConditions) {
        return new ListenerRule(arn, listenerArn, priority, newConditions, action, tags, createdAt);
    }

    public ListenerRule withPriority(int newPriority) {
        return new ListenerRule(arn, listenerArn, newPriority, conditions, action, tags, createdAt);
    }

    public ListenerRule withTags(SortedMap<String, String> newTags) {
        return new ListenerRule(arn, listenerArn, priority, conditions, action, newTags, createdAt);
    }
}
