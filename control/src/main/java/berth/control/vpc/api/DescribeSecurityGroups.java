package berth.control.vpc.api;

import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.SecurityGroup;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;

/// Shows security groups.
///
/// Differs from EC2: groups filter nothing yet, so each shows the rules that are in effect, everything in and
/// everything out, and not EC2's rule of the default group, which lets in only its own members.
public record DescribeSecurityGroups()
        implements Operation.Read<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResponse> {
    private static final IpPermission EVERYTHING = IpPermission.builder()
            .ipProtocol("-1")
            .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
            .ipv6Ranges(List.of())
            .prefixListIds(List.of())
            .userIdGroupPairs(List.of())
            .build();

    @Override
    public String service() {
        return "ec2";
    }

    @Override
    public String name() {
        return "DescribeSecurityGroups";
    }

    @Override
    public Class<DescribeSecurityGroupsRequest> request() {
        return DescribeSecurityGroupsRequest.class;
    }

    @Override
    public DescribeSecurityGroupsResponse handle(DescribeSecurityGroupsRequest request, State state, Context context) {
        Account account = context.account();
        Predicate<SecurityGroup> filters = filters(account).matching(request.filters());
        List<SecurityGroup> named = Description.select(
                state.all(VpcViews.SECURITY_GROUPS),
                SecurityGroup::id,
                request.groupIds(),
                filters,
                DescribeSecurityGroups::missing);
        List<SecurityGroup> groups = request.groupNames().isEmpty() ? named : withNames(named, request.groupNames());
        PageTokens tokens = PageTokens.of(name(), request.groupIds(), request.groupNames(), request.filters());
        Page<SecurityGroup> page =
                Description.page(groups, SecurityGroup::id, request.maxResults(), request.nextToken(), tokens);
        Description.endDryRun(request.dryRun());
        return DescribeSecurityGroupsResponse.builder()
                .securityGroups(page.items().stream()
                        .map(group -> toSdk(group, account))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    /// EC2: names are those of groups in the default VPC; one that does not exist is an error.
    private static List<SecurityGroup> withNames(List<SecurityGroup> groups, List<String> names) {
        List<String> open = new ArrayList<>(names);
        groups.forEach(group -> open.removeIf(group.name()::equals));
        if (!open.isEmpty()) {
            throw missing(open.getFirst()).raise();
        }
        return groups.stream().filter(group -> names.contains(group.name())).toList();
    }

    private static Filters<SecurityGroup> filters(Account account) {
        return Filters.<SecurityGroup>none()
                .with(SecurityGroup::id, "group-id")
                .with(SecurityGroup::name, "group-name")
                .with(SecurityGroup::vpcId, "vpc-id")
                .with(SecurityGroup::description, "description")
                .with(group -> account.id(), "owner-id");
    }

    private static Fault missing(String group) {
        return Fault.of("InvalidGroup.NotFound", "The security group '%s' does not exist".formatted(group));
    }

    private static software.amazon.awssdk.services.ec2.model.SecurityGroup toSdk(SecurityGroup group, Account account) {
        return software.amazon.awssdk.services.ec2.model.SecurityGroup.builder()
                .groupId(group.id())
                .securityGroupArn(account.arn("ec2", "security-group/" + group.id()))
                .groupName(group.name())
                .description(group.description())
                .vpcId(group.vpcId())
                .ownerId(account.id())
                .ipPermissions(EVERYTHING)
                .ipPermissionsEgress(EVERYTHING)
                .tags(List.of())
                .build();
    }
}
