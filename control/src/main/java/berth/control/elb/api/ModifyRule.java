package berth.control.elb.api;

import berth.control.dispatch.Honoured;
import berth.control.elb.ElbViews;
import berth.control.elb.model.Action;
import berth.control.elb.model.Condition;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.plan.ElbFaults;
import berth.control.elb.plan.RuleChecks;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyRuleResponse;

/// Replaces conditions, actions or transforms of a rule; what is left out stays.
///
/// ELB: the default rule is changed by ModifyListener.
public final class ModifyRule implements ElbWrite<ModifyRuleRequest, ModifyRuleResponse> {
    private static final Honoured HONOURED = Honoured.of(
            ModifyRuleRequest.class,
            ActionFields.joined(
                    List.of("RuleArn", "Transforms", "ResetTransforms"),
                    ActionFields.conditions("Conditions"),
                    ActionFields.actions("Actions")));

    @Override
    public Class<ModifyRuleRequest> request() {
        return ModifyRuleRequest.class;
    }

    @Override
    public Outcome<ModifyRuleResponse> handle(ModifyRuleRequest request, State state, Context context) {
        ListenerRule rule = Find.rule(state, request.ruleArn());
        if (rule.isDefault()) {
            throw ElbFaults.notPermitted("Default rule '%s' cannot be modified", rule.arn())
                    .raise();
        }
        if (request.hasActions()) {
            Action action = ActionMapper.action(request.actions());
            RuleChecks.action(state, Find.loadBalancerOf(state, Find.listener(state, rule.listenerArn())), action);
            rule = rule.with(action);
        }
        HONOURED.check(request, WRONG);
        if (request.hasConditions()) {
            List<Condition> conditions = ConditionMapper.conditions(request.conditions());
            RuleChecks.conditions(conditions);
            rule = rule.withConditions(conditions);
        }
        boolean reset = Boolean.TRUE.equals(request.resetTransforms());
        if (reset && !request.transforms().isEmpty()) {
            throw ElbFaults.validation("Transforms cannot be specified together with ResetTransforms")
                    .raise();
        }
        if (reset || request.hasTransforms()) {
            rule = rule.withTransforms(RuleMapper.transforms(request.transforms()));
        }
        return new Outcome<>(
                List.of(Change.put(ElbViews.RULES, rule)),
                ModifyRuleResponse.builder().rules(RuleMapper.toSdk(rule)).build());
    }
}
