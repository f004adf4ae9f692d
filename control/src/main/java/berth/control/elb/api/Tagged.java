package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.plan.ElbFaults;
import berth.control.store.Change;
import berth.control.store.State;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/// A resource with tags, of whichever kind its ARN names.
///
/// @param with the change that gives it other tags
record Tagged(String arn, SortedMap<String, String> tags, Function<SortedMap<String, String>, Change> with) {
    private static final int MAX = 20;

    static List<Tagged> all(State state, List<String> arns) {
        if (arns.isEmpty() || arns.size() > MAX) {
            throw ElbFaults.validation("Between 1 and %d resource ARNs must be specified", MAX)
                    .raise();
        }
        return arns.stream().distinct().map(arn -> of(state, arn)).toList();
    }

    private static Tagged of(State state, String arn) {
        if (arn.contains(":loadbalancer/")) {
            LoadBalancer row = Find.loadBalancer(state, arn);
            return new Tagged(arn, row.tags(), tags -> Change.put(ElbViews.LOAD_BALANCERS, row.withTags(tags)));
        }
        if (arn.contains(":listener/")) {
            Listener row = Find.listener(state, arn);
            return new Tagged(arn, row.tags(), tags -> Change.put(ElbViews.LISTENERS, row.withTags(tags)));
        }
        if (arn.contains(":listener-rule/")) {
            ListenerRule row = Find.rule(state, arn);
            return new Tagged(arn, row.tags(), tags -> Change.put(ElbViews.RULES, row.withTags(tags)));
        }
        TargetGroup row = Find.targetGroup(state, arn);
        return new Tagged(arn, row.tags(), tags -> Change.put(ElbViews.TARGET_GROUPS, row.withTags(tags)));
    }
}
