package berth.control.elb;

import berth.control.elb.model.Action;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.Target;
import berth.control.elb.model.TargetGroup;
import berth.control.store.Index;
import berth.control.store.Kind;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How load balancers and what belongs to them are found.
public final class ElbViews {
    public static final Index<LoadBalancer> LOAD_BALANCERS_BY_NAME =
            Index.of("load-balancer.by-name", LoadBalancer::name);
    public static final Index<LoadBalancer> LOAD_BALANCERS_BY_ADDRESS =
            Index.of("load-balancer.by-address", LoadBalancer::address);
    public static final Kind<LoadBalancer> LOAD_BALANCERS = Kind.of(
            "load-balancer", LoadBalancer.class, LoadBalancer::arn, LOAD_BALANCERS_BY_NAME, LOAD_BALANCERS_BY_ADDRESS);

    public static final Index<Listener> LISTENERS_BY_LOAD_BALANCER =
            Index.of("listener.by-load-balancer", Listener::loadBalancerArn);
    public static final Index<Listener> LISTENERS_BY_CERTIFICATE =
            new Index<>("listener.by-certificate", listener -> listener.spec().certificates());
    public static final Kind<Listener> LISTENERS =
            Kind.of("listener", Listener.class, Listener::arn, LISTENERS_BY_LOAD_BALANCER, LISTENERS_BY_CERTIFICATE);

    public static final Index<ListenerRule> RULES_BY_LISTENER =
            Index.of("listener-rule.by-listener", ListenerRule::listenerArn);
    public static final Index<ListenerRule> RULES_BY_TARGET_GROUP =
            new Index<>("listener-rule.by-target-group", rule -> targetGroups(rule.action()));
    public static final Kind<ListenerRule> RULES =
            Kind.of("listener-rule", ListenerRule.class, ListenerRule::arn, RULES_BY_LISTENER, RULES_BY_TARGET_GROUP);

    public static final Index<TargetGroup> TARGET_GROUPS_BY_NAME = Index.of("target-group.by-name", TargetGroup::name);
    public static final Kind<TargetGroup> TARGET_GROUPS =
            Kind.of("target-group", TargetGroup.class, TargetGroup::arn, TARGET_GROUPS_BY_NAME);

    public static final Index<Target> TARGETS_BY_GROUP = Index.of("target.by-group", Target::targetGroupArn);
    public static final Kind<Target> TARGETS = Kind.of("target", Target.class, Target::name, TARGETS_BY_GROUP);

    private ElbViews() {}

    /// The target groups that an action forwards to; empty for one that doesn't forward.
    public static List<String> targetGroups(Action action) {
        return switch (action) {
            case Action.Forward forward ->
                forward.groups().stream()
                        .map(Action.WeightedGroup::targetGroupArn)
                        .distinct()
                        .toList();
            case Action.Redirect redirect -> List.of();
            case Action.FixedResponse response -> List.of();
        };
    }

    /// The listeners of a load balancer, by port.
    public static List<Listener> listeners(State state, String loadBalancerArn) {
        return state.by(LISTENERS, LISTENERS_BY_LOAD_BALANCER, loadBalancerArn).stream()
                .sorted(Comparator.comparingInt(listener -> listener.spec().port()))
                .toList();
    }

    /// The rules of a listener in the order in which they are tried, the default rule last.
    public static List<ListenerRule> rules(State state, String listenerArn) {
        return state.by(RULES, RULES_BY_LISTENER, listenerArn).stream()
                .sorted(Comparator.comparingInt(ListenerRule::priority))
                .toList();
    }

    /// The rule that decides when no other matches; null for a listener that does not exist.
    public static @Nullable ListenerRule defaultRule(State state, String listenerArn) {
        return state.first(RULES, RULES_BY_LISTENER, listenerArn, ListenerRule::isDefault);
    }

    /// ARNs of the load balancers with a rule that names the target group, whatever its weight; sorted.
    public static List<String> loadBalancersOf(State state, String targetGroupArn) {
        TreeSet<String> arns = new TreeSet<>();
        for (ListenerRule rule : state.by(RULES, RULES_BY_TARGET_GROUP, targetGroupArn)) {
            Listener listener = state.find(LISTENERS, rule.listenerArn());
            if (listener != null) {
                arns.add(listener.loadBalancerArn());
            }
        }
        return List.copyOf(arns);
    }

    /// Whether some load balancer's rule names the target group.
    public static boolean hasLoadBalancer(State state, String targetGroupArn) {
        return state.count(RULES_BY_TARGET_GROUP, targetGroupArn) > 0;
    }

    /// ARNs of the target groups that rules of a load balancer name; sorted.
    public static List<String> targetGroupsOf(State state, String loadBalancerArn) {
        TreeSet<String> arns = new TreeSet<>();
        for (Listener listener : state.by(LISTENERS, LISTENERS_BY_LOAD_BALANCER, loadBalancerArn)) {
            for (ListenerRule rule : state.by(RULES, RULES_BY_LISTENER, listener.arn())) {
                arns.addAll(targetGroups(rule.action()));
            }
        }
        return new ArrayList<>(arns);
    }

    /// All targets of a group, draining ones too, in the order of their ids.
    public static List<Target> targets(State state, String targetGroupArn) {
        return state.by(TARGETS, TARGETS_BY_GROUP, targetGroupArn);
    }

    /// One target; null if it is not registered and not draining either.
    public static @Nullable Target target(State state, String targetGroupArn, String id, int port) {
        return state.find(TARGETS, Target.name(targetGroupArn, id, port));
    }
}
