package berth.control.vpc.api;

import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.Vpc;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockState;

/// Shows VPCs.
public record DescribeVpcs() implements Operation.Read<DescribeVpcsRequest, DescribeVpcsResponse> {

    @Override
    public String service() {
        return "ec2";
    }

    @Override
    public String name() {
        return "DescribeVpcs";
    }

    @Override
    public Class<DescribeVpcsRequest> request() {
        return DescribeVpcsRequest.class;
    }

    @Override
    public DescribeVpcsResponse handle(DescribeVpcsRequest request, State state, Context context) {
        Account account = context.account();
        var filters = filters(account).matching(request.filters());
        List<Vpc> vpcs =
                Description.select(state.all(VpcViews.VPCS), Vpc::id, request.vpcIds(), filters, DescribeVpcs::missing);
        PageTokens tokens = PageTokens.of(name(), request.vpcIds(), request.filters());
        Page<Vpc> page = Description.page(vpcs, Vpc::id, request.maxResults(), request.nextToken(), tokens);
        Description.endDryRun(request.dryRun());
        return DescribeVpcsResponse.builder()
                .vpcs(page.items().stream().map(vpc -> toSdk(vpc, account)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static Filters<Vpc> filters(Account account) {
        return Filters.<Vpc>none()
                .with(Vpc::id, "vpc-id")
                .with(vpc -> Boolean.toString(vpc.isDefault()), "is-default", "isDefault")
                .with(Vpc::cidr, "cidr", "cidr-block-association.cidr-block")
                .with(vpc -> "available", "state")
                .with(vpc -> account.id(), "owner-id");
    }

    private static Fault missing(String id) {
        return Fault.of("InvalidVpcID.NotFound", "The vpc ID '%s' does not exist".formatted(id));
    }

    private static software.amazon.awssdk.services.ec2.model.Vpc toSdk(Vpc vpc, Account account) {
        return software.amazon.awssdk.services.ec2.model.Vpc.builder()
                .vpcId(vpc.id())
                .ownerId(account.id())
                .cidrBlock(vpc.cidr())
                .cidrBlockAssociationSet(VpcCidrBlockAssociation.builder()
                        .associationId(vpc.id().replace("vpc-", "vpc-cidr-assoc-"))
                        .cidrBlock(vpc.cidr())
                        .cidrBlockState(
                                VpcCidrBlockState.builder().state("associated").build())
                        .build())
                .dhcpOptionsId("default")
                .instanceTenancy("default")
                .isDefault(vpc.isDefault())
                .state("available")
                .tags(List.of())
                .build();
    }
}
