package berth.control.vpc.api;

import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.SecurityGroup;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;

/// Shows the rules of security groups one by one: everything in and everything out, as DescribeSecurityGroups does.
/// Their ids follow from the group's.
public record DescribeSecurityGroupRules()
        implements Ec2Read<DescribeSecurityGroupRulesRequest, DescribeSecurityGroupRulesResponse> {
    @Override
    public Class<DescribeSecurityGroupRulesRequest> request() {
        return DescribeSecurityGroupRulesRequest.class;
    }

    @Override
    public DescribeSecurityGroupRulesResponse handle(
            DescribeSecurityGroupRulesRequest request, State state, Context context) {
        Account account = context.account();
        List<OneRule> all = state.all(VpcViews.SECURITY_GROUPS).stream()
                .flatMap(group -> Stream.of(new OneRule(group, false), new OneRule(group, true)))
                .sorted(java.util.Comparator.comparing(OneRule::id))
                .toList();
        List<OneRule> rules = Description.select(
                all,
                OneRule::id,
                request.securityGroupRuleIds(),
                filters().matching(request.filters()),
                DescribeSecurityGroupRules::missing);
        PageTokens tokens = PageTokens.of(name(), request.securityGroupRuleIds(), request.filters());
        Page<OneRule> page = Description.page(rules, OneRule::id, request.maxResults(), request.nextToken(), tokens);
        Description.endDryRun(request.dryRun());
        return DescribeSecurityGroupRulesResponse.builder()
                .securityGroupRules(
                        page.items().stream().map(rule -> toSdk(rule, account)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private record OneRule(SecurityGroup group, boolean egress) {
        /// `sgr-`, the group's first 16 digits and 0 (in) or 1 (out).
        String id() {
            String digits = group.id().substring(group.id().indexOf('-') + 1);
            return "sgr-" + digits.substring(0, Math.min(16, digits.length())) + (egress ? '1' : '0');
        }
    }

    private static Filters<OneRule> filters() {
        return Filters.<OneRule>none()
                .with(OneRule::id, "security-group-rule-id")
                .with(rule -> rule.group().id(), "group-id");
    }

    private static Fault missing(String id) {
        return Fault.of(
                "InvalidSecurityGroupRuleId.NotFound", "The security group rule ID '%s' does not exist".formatted(id));
    }

    private static software.amazon.awssdk.services.ec2.model.SecurityGroupRule toSdk(OneRule rule, Account account) {
        return software.amazon.awssdk.services.ec2.model.SecurityGroupRule.builder()
                .securityGroupRuleId(rule.id())
                .securityGroupRuleArn(account.arn("ec2", "security-group-rule/" + rule.id()))
                .groupId(rule.group().id())
                .groupOwnerId(account.id())
                .isEgress(rule.egress())
                .ipProtocol("-1")
                .fromPort(-1)
                .toPort(-1)
                .cidrIpv4("0.0.0.0/0")
                .tags(List.of())
                .build();
    }
}
