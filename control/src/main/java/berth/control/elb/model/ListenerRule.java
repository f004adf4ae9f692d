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
/// @param transforms in order, before the request is forwarded
public record ListenerRule(
        String arn,
        String listenerArn,
        int priority,
        List<Condition> conditions,
        List<Transform> transforms,
        Action action,
        SortedMap<String, String> tags,
        Instant createdAt) {
    /// Priority of the default rule: behind all others.
    public static final int DEFAULT = 50_001;

    public ListenerRule {
        conditions = List.copyOf(conditions);
        transforms = List.copyOf(transforms);
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    public boolean isDefault() {
        return priority == DEFAULT;
    }

    public ListenerRule with(Action newAction) {
        return new ListenerRule(arn, listenerArn, priority, conditions, transforms, newAction, tags, createdAt);
    }

    public ListenerRule withConditions(List<Condition> newConditions) {
        return new ListenerRule(arn, listenerArn, priority, newConditions, transforms, action, tags, createdAt);
    }

    public ListenerRule withTransforms(List<Transform> newTransforms) {
        return new ListenerRule(arn, listenerArn, priority, conditions, newTransforms, action, tags, createdAt);
    }

    public ListenerRule withPriority(int newPriority) {
        return new ListenerRule(arn, listenerArn, newPriority, conditions, transforms, action, tags, createdAt);
    }

    public ListenerRule withTags(SortedMap<String, String> newTags) {
        return new ListenerRule(arn, listenerArn, priority, conditions, transforms, action, newTags, createdAt);
    }
}
