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
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/// Shows the main route table that each VPC has: its own range stays within, everything else goes out. Its id follows
/// from the VPC's.
public record DescribeRouteTables() implements Ec2Read<DescribeRouteTablesRequest, DescribeRouteTablesResponse> {
    @Override
    public Class<DescribeRouteTablesRequest> request() {
        return DescribeRouteTablesRequest.class;
    }

    @Override
    public DescribeRouteTablesResponse handle(DescribeRouteTablesRequest request, State state, Context context) {
        Account account = context.account();
        List<Vpc> vpcs = Description.select(
                state.all(VpcViews.VPCS),
                DescribeRouteTables::id,
                request.routeTableIds(),
                filters(account).matching(request.filters()),
                DescribeRouteTables::missing);
        PageTokens tokens = PageTokens.of(name(), request.routeTableIds(), request.filters());
        Page<Vpc> page =
                Description.page(vpcs, DescribeRouteTables::id, request.maxResults(), request.nextToken(), tokens);
        Description.endDryRun(request.dryRun());
        return DescribeRouteTablesResponse.builder()
                .routeTables(
                        page.items().stream().map(vpc -> toSdk(vpc, account)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static String id(Vpc vpc) {
        return vpc.id().replace("vpc-", "rtb-");
    }

    private static String association(Vpc vpc) {
        return vpc.id().replace("vpc-", "rtbassoc-");
    }

    private static Filters<Vpc> filters(Account account) {
        return Filters.<Vpc>none()
                .with(DescribeRouteTables::id, "route-table-id", "association.route-table-id")
                .with(DescribeRouteTables::association, "association.route-table-association-id")
                .with(vpc -> "true", "association.main")
                // The main table's association names no subnet: subnets without one of their own use it.
                .with(vpc -> "", "association.subnet-id", "association.gateway-id")
                .with(Vpc::id, "vpc-id")
                .with(vpc -> account.id(), "owner-id");
    }

    private static Fault missing(String id) {
        return Fault.of("InvalidRouteTableID.NotFound", "The routeTable ID '%s' does not exist".formatted(id));
    }

    private static RouteTable toSdk(Vpc vpc, Account account) {
        return RouteTable.builder()
                .routeTableId(id(vpc))
                .vpcId(vpc.id())
                .ownerId(account.id())
                .associations(one -> one.main(true)
                        .routeTableAssociationId(association(vpc))
                        .routeTableId(id(vpc))
                        .associationState(state -> state.state("associated")))
                .routes(
                        local -> local.destinationCidrBlock(vpc.cidr())
                                .gatewayId("local")
                                .origin("CreateRouteTable")
                                .state("active"),
                        out -> out.destinationCidrBlock("0.0.0.0/0")
                                .gatewayId(DescribeInternetGateways.id(vpc))
                                .origin("CreateRoute")
                                .state("active"))
                .propagatingVgws(List.of())
                .tags(List.of())
                .build();
    }
}
