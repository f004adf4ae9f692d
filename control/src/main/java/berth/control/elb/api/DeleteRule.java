package berth.control.elb.api;

import berth.control.elb.ElbViews;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.plan.ElbFaults;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DeleteRuleResponse;

/// Deletes a rule that is not its listener's default.
public final class DeleteRule implements ElbWrite<DeleteRuleRequest, DeleteRuleResponse> {
    @Override
    public Class<DeleteRuleRequest> request() {
        return DeleteRuleRequest.class;
    }

    @Override
    public Outcome<DeleteRuleResponse> handle(DeleteRuleRequest request, State state, Context context) {
        ListenerRule rule = Find.rule(state, request.ruleArn());
        if (rule.isDefault()) {
            throw ElbFaults.notPermitted("Default rule '%s' cannot be deleted", rule.arn())
                    .raise();
        }
        return new Outcome<>(
                List.of(Change.delete(ElbViews.RULES, rule.arn())),
                DeleteRuleResponse.builder().build());
    }
}
