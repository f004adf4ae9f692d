package berth.control.elb.plan;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Action;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.store.Change;
import berth.control.store.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Moves traffic between target groups: what ModifyRule and ModifyListener do for a person, this does for a
/// deployment.
///
/// The rule: a forward action gets the given groups and weights and keeps its stickiness; any other action is
/// replaced by a forward.
///
/// Worked example: a rule forwards to blue with weight 100. `forward(rule, [blue 90, green 10])` gives green one
/// request in ten; the same again changes nothing.
public final class RuleActions {
    private RuleActions() {}

    /// The rule that an ARN names: a rule's own, or the default rule of a listener; null if there is none.
    public static @Nullable ListenerRule rule(State state, String ruleOrListenerArn) {
        ListenerRule rule = state.find(ElbViews.RULES, ruleOrListenerArn);
        Listener listener = rule == null ? state.find(ElbViews.LISTENERS, ruleOrListenerArn) : null;
        return listener == null ? rule : ElbViews.defaultRule(state, listener.arn());
    }

    /// The changes after which the rule forwards to `groups`; none if it does so already or does not exist.
    ///
    /// @param ruleOrListenerArn a rule, or a listener for its default rule
    public static List<Change> forward(State state, String ruleOrListenerArn, List<Action.WeightedGroup> groups) {
        ListenerRule rule = rule(state, ruleOrListenerArn);
        if (rule == null) {
            return List.of();
        }
        Integer sticky = rule.action() instanceof Action.Forward before ? before.stickySeconds() : null;
        Action action = new Action.Forward(groups, sticky);
        return action.equals(rule.action()) ? List.of() : List.of(Change.put(ElbViews.RULES, rule.with(action)));
    }
}
