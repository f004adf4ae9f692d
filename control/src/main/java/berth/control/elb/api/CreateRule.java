package berth.control.elb.api;

import berth.control.dispatch.Honoured;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Action;
import berth.control.elb.model.Condition;
import berth.control.elb.model.Listener;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.LoadBalancer;
import berth.control.elb.model.LoadBalancer.Type;
import berth.control.elb.plan.ElbFaults;
import berth.control.elb.plan.RuleChecks;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.CreateRuleResponse;

/// Adds a rule to a listener of an application load balancer.
public final class CreateRule implements ElbWrite<CreateRuleRequest, CreateRuleResponse> {
    private static final Honoured HONOURED = Honoured.of(
            CreateRuleRequest.class,
            ActionFields.joined(
                    List.of("ListenerArn", "Priority", "Tags", "Transforms"),
                    ActionFields.conditions("Conditions"),
                    ActionFields.actions("Actions")));

    @Override
    public Class<CreateRuleRequest> request() {
        return CreateRuleRequest.class;
    }

    @Override
    public Outcome<CreateRuleResponse> handle(CreateRuleRequest request, State state, Context context) {
        Listener listener = Find.listener(state, request.listenerArn());
        LoadBalancer loadBalancer = Find.loadBalancerOf(state, listener);
        int priority = RuleMapper.priority(request.priority());
        Action action = ActionMapper.action(request.actions());
        HONOURED.check(request, WRONG);
        if (loadBalancer.spec().type() == Type.NETWORK) {
            throw ElbFaults.configuration("Rules are not supported for listeners of network load balancers")
                    .raise();
        }
        List<Condition> conditions = ConditionMapper.conditions(request.conditions());
        RuleChecks.conditions(conditions);
        RuleChecks.action(state, loadBalancer, action);
        RuleChecks.room(state, listener);
        if (state.first(
                        ElbViews.RULES,
                        ElbViews.RULES_BY_LISTENER,
                        listener.arn(),
                        other -> other.priority() == priority)
                != null) {
            throw Fault.of("PriorityInUse", "Priority '%d' is currently in use".formatted(priority))
                    .raise();
        }
        ListenerRule rule = new ListenerRule(
                ListenerMapper.ruleArn(listener, context),
                listener.arn(),
                priority,
                conditions,
                RuleMapper.transforms(request.transforms()),
                action,
                TagSets.of(request.tags()),
                context.now());
        return new Outcome<>(
                List.of(Change.put(ElbViews.RULES, rule)),
                CreateRuleResponse.builder().rules(RuleMapper.toSdk(rule)).build());
    }
}
