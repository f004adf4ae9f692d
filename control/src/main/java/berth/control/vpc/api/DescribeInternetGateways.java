package berth.control.vpc.api;

import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.Vpc;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.InternetGateway;

/// Shows the internet gateway that each VPC has: its bridge's way out. Its id follows from the VPC's.
public record DescribeInternetGateways()
        implements Ec2Read<DescribeInternetGatewaysRequest, DescribeInternetGatewaysResponse> {
    @Override
    public Class<DescribeInternetGatewaysRequest> request() {
        return DescribeInternetGatewaysRequest.class;
    }

    @Override
    public DescribeInternetGatewaysResponse handle(
            DescribeInternetGatewaysRequest request, State state, Context context) {
        Account account = context.account();
        List<Vpc> vpcs = Description.select(
                state.all(VpcViews.VPCS),
                DescribeInternetGateways::id,
                request.internetGatewayIds(),
                filters(account).matching(request.filters()),
                DescribeInternetGateways::missing);
        PageTokens tokens = PageTokens.of(name(), request.internetGatewayIds(), request.filters());
        Page<Vpc> page =
                Description.page(vpcs, DescribeInternetGateways::id, request.maxResults(), request.nextToken(), tokens);
        Description.endDryRun(request.dryRun());
        return DescribeInternetGatewaysResponse.builder()
                .internetGateways(
                        page.items().stream().map(vpc -> toSdk(vpc, account)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    /// `igw-` and the VPC's digits.
    static String id(Vpc vpc) {
        return vpc.id().replace("vpc-", "igw-");
    }

    private static Filters<Vpc> filters(Account account) {
        return Filters.<Vpc>none()
                .with(DescribeInternetGateways::id, "internet-gateway-id")
                .with(Vpc::id, "attachment.vpc-id")
                .with(vpc -> "available", "attachment.state")
                .with(vpc -> account.id(), "owner-id");
    }

    private static Fault missing(String id) {
        return Fault.of(
                "InvalidInternetGatewayID.NotFound", "The internetGateway ID '%s' does not exist".formatted(id));
    }

    private static InternetGateway toSdk(Vpc vpc, Account account) {
        return InternetGateway.builder()
                .internetGatewayId(id(vpc))
                .ownerId(account.id())
                .attachments(attachment -> attachment.vpcId(vpc.id()).state("available"))
                .tags(List.of())
                .build();
    }
}
