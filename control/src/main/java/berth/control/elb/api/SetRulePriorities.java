package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.plan.ElbFaults;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RulePriorityPair;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SetRulePrioritiesResponse;

/// Gives rules of one listener other priorities, all at once, so that two can change places.
public final class SetRulePriorities implements ElbWrite<SetRulePrioritiesRequest, SetRulePrioritiesResponse> {
    @Override
    public Class<SetRulePrioritiesRequest> request() {
        return SetRulePrioritiesRequest.class;
    }

    @Override
    public Outcome<SetRulePrioritiesResponse> handle(SetRulePrioritiesRequest request, State state, Context context) {
        TreeMap<String, ListenerRule> moved = moved(request, state);
        String listener = moved.firstEntry().getValue().listenerArn();
        TreeSet<Integer> taken = new TreeSet<>();
        for (ListenerRule rule : ElbViews.rules(state, listener)) {
            ListenerRule after = moved.getOrDefault(rule.arn(), rule);
            if (!taken.add(after.priority())) {
                throw Fault.of("PriorityInUse", "Priority '%d' is currently in use".formatted(after.priority()))
                        .raise();
            }
        }
        List<Change> changes = new ArrayList<>();
        moved.values().forEach(rule -> changes.add(Change.put(ElbViews.RULES, rule)));
        return new Outcome<>(
                changes,
                SetRulePrioritiesResponse.builder()
                        .rules(moved.values().stream().map(RuleMapper::toSdk).toList())
                        .build());
    }

    private static TreeMap<String, ListenerRule> moved(SetRulePrioritiesRequest request, State state) {
        TreeMap<String, ListenerRule> moved = new TreeMap<>();
        TreeSet<String> listeners = new TreeSet<>();
        for (RulePriorityPair pair : request.rulePriorities()) {
            ListenerRule rule = Find.rule(state, pair.ruleArn());
            if (rule.isDefault()) {
                throw ElbFaults.notPermitted("Default rule '%s' cannot be modified", rule.arn())
                        .raise();
            }
            listeners.add(rule.listenerArn());
            if (moved.put(rule.arn(), rule.withPriority(RuleMapper.priority(pair.priority()))) != null) {
                throw ElbFaults.validation("Rule '%s' is specified more than once", rule.arn())
                        .raise();
            }
        }
        if (moved.isEmpty()) {
            throw ElbFaults.validation("At least one rule priority must be specified")
                    .raise();
        }
        if (listeners.size() > 1) {
            throw ElbFaults.validation("All rules must belong to the same listener")
                    .raise();
        }
        return moved;
    }
}
