package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.LoadBalancer;
import berth.control.ecs.service.model.LoadBalancer.AdvancedConfiguration;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Action;
import berth.control.elb.model.Action.Forward;
import berth.control.elb.model.Action.WeightedGroup;
import berth.control.elb.model.ListenerRule;
import berth.control.store.Change;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The listener rules that decide which revision gets the traffic.
///
/// **Rule.** The forward action of the production rule, and of the test rule where there is one, holds green's
/// and blue's target group with the weights of the shares, and no other. Both groups must hang on one of the
/// two rules, and when a deployment begins exactly one of them has weight in the production rule.
///
/// **Example.** Blue uses a, green b, and green's share is 10 %: the production rule forwards to a with 90 and
/// to b with 10.
///
/// ECS: the listener rules of the advanced configuration of a load balancer. For a network load balancer the
/// listener's default action takes the place of a rule.
public final class Traffic {
    private final State state;
    private final List<LoadBalancer> green;

    /// @param green with the target groups that green's tasks use
    public Traffic(State state, WorkloadConfiguration green) {
        this.state = state;
        this.green = green.loadBalancers().stream()
                .filter(one -> one.advanced() != null)
                .toList();
    }

    /// Why traffic can't be shifted, a sentence; null where it can.
    ///
    /// @param begins whether nothing has been shifted yet
    public @Nullable String trouble(boolean begins) {
        for (LoadBalancer one : green) {
            AdvancedConfiguration advanced = advanced(one);
            String trouble = trouble(one, advanced, begins);
            if (trouble != null) {
                return trouble;
            }
        }
        return null;
    }

    private @Nullable String trouble(LoadBalancer one, AdvancedConfiguration advanced, boolean begins) {
        TreeSet<String> attached = new TreeSet<>();
        for (String arn : rules(advanced)) {
            ListenerRule rule = rule(arn);
            if (rule == null) {
                return "The listener rule " + arn + " does not exist.";
            }
            if (!(rule.action() instanceof Forward forward)) {
                return "The listener rule " + arn + " does not forward to target groups.";
            }
            forward.groups().stream().map(WeightedGroup::targetGroupArn).forEach(attached::add);
        }
        String first = one.targetGroupArn();
        String second = advanced.alternateTargetGroupArn();
        if (begins && !(attached.contains(first) && attached.contains(second))) {
            return "Both targetGroup " + first + " and alternateTargetGroup " + second
                    + " must be associated with the productionListenerRule or testListenerRule.";
        }
        if (begins && serving(advanced, first, second) != 1) {
            return "Exactly one of targetGroup " + first + " and alternateTargetGroup " + second
                    + " must serve traffic behind the productionListenerRule.";
        }
        return null;
    }

    /// Whether production traffic goes to the target group of a workload's tasks.
    static boolean reaches(State state, WorkloadConfiguration workload) {
        Traffic traffic = new Traffic(state, workload);
        return traffic.green.stream().anyMatch(one -> {
            String production = advanced(one).productionListenerRule();
            ListenerRule rule = production == null ? null : traffic.rule(production);
            return rule != null
                    && rule.action() instanceof Forward forward
                    && forward.groups().stream()
                            .anyMatch(group ->
                                    group.weight() > 0 && group.targetGroupArn().equals(one.targetGroupArn()));
        });
    }

    private int serving(AdvancedConfiguration advanced, String first, String second) {
        String production = advanced.productionListenerRule();
        ListenerRule rule = production == null ? null : rule(production);
        return rule != null && rule.action() instanceof Forward forward
                ? (int) forward.groups().stream()
                        .filter(group -> group.weight() > 0)
                        .map(WeightedGroup::targetGroupArn)
                        .filter(arn -> arn.equals(first) || arn.equals(second))
                        .distinct()
                        .count()
                : 0;
    }

    /// What must change for green to have these shares, in tenths of a percent. Rules that are gone are left
    /// out, and so is a share of 0 where there is no blue that could have the rest.
    public List<Change> shares(int production, int test, boolean hasBlue) {
        List<Change> changes = new ArrayList<>();
        for (LoadBalancer one : green) {
            AdvancedConfiguration advanced = advanced(one);
            if (hasBlue || production > 0) {
                weigh(changes, advanced.productionListenerRule(), one, advanced, production);
            }
            if (hasBlue || test > 0) {
                weigh(changes, advanced.testListenerRule(), one, advanced, test);
            }
        }
        return changes;
    }

    private void weigh(
            List<Change> changes, @Nullable String arn, LoadBalancer one, AdvancedConfiguration advanced, int tenths) {
        ListenerRule rule = arn == null ? null : rule(arn);
        if (rule == null || !(rule.action() instanceof Forward forward)) {
            return;
        }
        Weights weights = Weights.of(tenths);
        Action action = new Forward(
                List.of(
                        new WeightedGroup(advanced.alternateTargetGroupArn(), weights.blue()),
                        new WeightedGroup(one.targetGroupArn(), weights.green())),
                forward.stickySeconds());
        if (!action.equals(forward)) {
            changes.add(Change.put(ElbViews.RULES, rule.with(action)));
        }
    }

    private @Nullable ListenerRule rule(String arn) {
        ListenerRule rule = state.find(ElbViews.RULES, arn);
        return rule == null ? ElbViews.defaultRule(state, arn) : rule;
    }

    private static List<String> rules(AdvancedConfiguration advanced) {
        List<String> rules = new ArrayList<>();
        if (advanced.productionListenerRule() != null) {
            rules.add(advanced.productionListenerRule());
        }
        if (advanced.testListenerRule() != null) {
            rules.add(advanced.testListenerRule());
        }
        return rules;
    }

    private static AdvancedConfiguration advanced(LoadBalancer one) {
        return Objects.requireNonNull(one.advanced());
    }
}
