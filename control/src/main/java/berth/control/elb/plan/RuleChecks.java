package berth.control.elb.plan;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Action;
import berth.control.elb.model.Condition;
import berth.control.elb.model.Listener;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.Protocol;
import berth.control.elb.model.TargetGroup;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;

/// What rules and their actions may be, seen beside everything else there is.
///
/// ELB: a group that a rule forwards to exists, is of the load balancer's VPC, speaks what the load balancer does and
/// belongs to no other load balancer. At most 100 rules a load balancer besides the default ones, 5 groups an action,
/// 5 condition values a rule.
public final class RuleChecks {
    /// Rules of a load balancer, the default ones not counted.
    public static final int MAX_RULES = 100;

    private static final int MAX_GROUPS = 5;
    private static final int MAX_VALUES = 5;
    private static final int MAX_WEIGHT = 999;

    private RuleChecks() {}

    /// @throws berth.kernel.FaultException what ELB says of an action that a load balancer can't take
    public static void action(State state, LoadBalancer loadBalancer, Action action) {
        boolean application = loadBalancer.spec().type() == LoadBalancer.Type.APPLICATION;
        switch (action) {
            case Action.Forward forward -> forward(state, loadBalancer, forward);
            case Action.Redirect redirect -> applicationOnly(application, "redirect");
            case Action.FixedResponse response -> applicationOnly(application, "fixed-response");
        }
    }

    private static void applicationOnly(boolean application, String type) {
        if (!application) {
            throw Fault.of(
                            "InvalidLoadBalancerAction",
                            "Actions of type '%s' are not supported for network load balancers".formatted(type))
                    .raise();
        }
    }

    private static void forward(State state, LoadBalancer loadBalancer, Action.Forward forward) {
        List<Action.WeightedGroup> groups = forward.groups();
        if (groups.size() > MAX_GROUPS) {
            throw ElbFaults.tooMany(
                            "TooManyUniqueTargetGroupsPerLoadBalancer", "target groups of an action", MAX_GROUPS)
                    .raise();
        }
        if (groups.stream().map(Action.WeightedGroup::targetGroupArn).distinct().count() < groups.size()) {
            throw ElbFaults.validation("A target group can be specified only once in an action")
                    .raise();
        }
        for (Action.WeightedGroup group : groups) {
            if (group.weight() < 0 || group.weight() > MAX_WEIGHT) {
                throw ElbFaults.validation("Weight '%d' must be between 0 and %d", group.weight(), MAX_WEIGHT)
                        .raise();
            }
            group(state, loadBalancer, group.targetGroupArn());
        }
        if (loadBalancer.spec().type() == LoadBalancer.Type.NETWORK && forward.stickySeconds() != null) {
            throw ElbFaults.configuration("Target group stickiness is not supported for network load balancers")
                    .raise();
        }
    }

    private static void group(State state, LoadBalancer loadBalancer, String arn) {
        TargetGroup group = state.find(ElbViews.TARGET_GROUPS, arn);
        if (group == null) {
            throw Fault.of("TargetGroupNotFound", "Target groups '%s' not found".formatted(arn))
                    .raise();
        }
        boolean application = loadBalancer.spec().type() == LoadBalancer.Type.APPLICATION;
        if (group.protocol().readsRequests() != application) {
            throw Fault.of(
                            "InvalidConfigurationRequest",
                            "The protocol %s of target group '%s' is not compatible with a load balancer of type '%s'"
                                    .formatted(group.protocol(), arn, application ? "application" : "network"))
                    .raise();
        }
        if (!group.vpcId().equals(loadBalancer.spec().vpcId())) {
            throw ElbFaults.configuration(
                            "The following target groups are in a different VPC than load balancer '%s': %s",
                            loadBalancer.arn(), arn)
                    .raise();
        }
        if (ElbViews.loadBalancersOf(state, arn).stream().anyMatch(other -> !other.equals(loadBalancer.arn()))) {
            throw Fault.of(
                            "TargetGroupAssociationLimit",
                            "The following target groups cannot be associated with more than one load balancer: " + arn)
                    .raise();
        }
    }

    /// @throws berth.kernel.FaultException ValidationError, TooManyRules
    public static void conditions(List<Condition> conditions) {
        if (conditions.isEmpty()) {
            throw ElbFaults.validation("A condition must be specified").raise();
        }
        int values = 0;
        for (Condition condition : conditions) {
            values += count(condition);
        }
        if (values > MAX_VALUES) {
            throw ElbFaults.validation("A rule can only have '%d' condition values", MAX_VALUES)
                    .raise();
        }
    }

    private static int count(Condition condition) {
        return switch (condition) {
            case Condition.HostHeader host ->
                host.values().size() + host.regexes().size();
            case Condition.PathPattern path ->
                path.values().size() + path.regexes().size();
            case Condition.HttpHeader header ->
                header.values().size() + header.regexes().size();
            case Condition.RequestMethod method -> method.values().size();
            case Condition.QueryString query -> query.values().size();
            case Condition.SourceIp source -> source.values().size();
        };
    }

    /// @throws berth.kernel.FaultException TooManyRules
    public static void room(State state, Listener listener) {
        int rules = 0;
        for (Listener one :
                state.by(ElbViews.LISTENERS, ElbViews.LISTENERS_BY_LOAD_BALANCER, listener.loadBalancerArn())) {
            rules += state.count(ElbViews.RULES_BY_LISTENER, one.arn()) - 1;
        }
        if (rules >= MAX_RULES) {
            throw ElbFaults.tooMany("TooManyRules", "rules of a load balancer", MAX_RULES)
                    .raise();
        }
    }

    /// Whether a load balancer can have a listener of this protocol.
    ///
    /// @throws berth.kernel.FaultException ValidationError
    public static void listenerProtocol(LoadBalancer loadBalancer, Protocol protocol) {
        boolean application = loadBalancer.spec().type() == LoadBalancer.Type.APPLICATION;
        if (protocol.readsRequests() != application) {
            throw ElbFaults.validation(
                            "Listener protocol '%s' must be one of '%s'",
                            protocol, application ? "HTTPS, HTTP" : "TCP, TLS")
                    .raise();
        }
    }
}
