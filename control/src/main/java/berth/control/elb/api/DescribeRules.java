package berth.control.elb.api;

import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.elb.ElbViews;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.plan.ElbFaults;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;

/// Shows the rules of a listener in the order in which they are tried, or some rules by their ARNs.
public final class DescribeRules implements ElbRead<DescribeRulesRequest, DescribeRulesResponse> {
    @Override
    public Class<DescribeRulesRequest> request() {
        return DescribeRulesRequest.class;
    }

    @Override
    public DescribeRulesResponse handle(DescribeRulesRequest request, State state, Context context) {
        if ((request.listenerArn() == null) == request.ruleArns().isEmpty()) {
            throw ElbFaults.validation("Either a listener ARN or rule ARNs must be specified")
                    .raise();
        }
        List<ListenerRule> rows = request.listenerArn() == null
                ? request.ruleArns().stream()
                        .distinct()
                        .map(arn -> Find.rule(state, arn))
                        .sorted(java.util.Comparator.comparing(DescribeRules::key))
                        .toList()
                : ElbViews.rules(
                        state, Find.listener(state, request.listenerArn()).arn());
        Page<ListenerRule> page = Listing.page(
                rows,
                DescribeRules::key,
                request.pageSize(),
                request.marker(),
                PageTokens.of(name(), request.listenerArn(), request.ruleArns()));
        return DescribeRulesResponse.builder()
                .rules(page.items().stream().map(RuleMapper::toSdk).toList())
                .nextMarker(page.nextToken())
                .build();
    }

    private static String key(ListenerRule rule) {
        return "%05d %s".formatted(rule.priority(), rule.arn());
    }
}
