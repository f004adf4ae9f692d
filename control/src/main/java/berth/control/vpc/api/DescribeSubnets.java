package berth.control.vpc.api;

import berth.control.dispatch.Operation;
import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.Zones;
import berth.control.vpc.model.Subnet;
import berth.control.vpc.plan.AddressPlanner;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;

/// Shows subnets.
///
/// Differs from EC2: a default subnet gives out no public addresses, and says so.
public record DescribeSubnets() implements Operation.Read<DescribeSubnetsRequest, DescribeSubnetsResponse> {

    @Override
    public String service() {
        return "ec2";
    }

    @Override
    public String name() {
        return "DescribeSubnets";
    }

    @Override
    public Class<DescribeSubnetsRequest> request() {
        return DescribeSubnetsRequest.class;
    }

    @Override
    public DescribeSubnetsResponse handle(DescribeSubnetsRequest request, State state, Context context) {
        Account account = context.account();
        var filters = filters(account).matching(request.filters());
        List<Subnet> subnets = Description.select(
                state.all(VpcViews.SUBNETS), Subnet::id, request.subnetIds(), filters, DescribeSubnets::missing);
        PageTokens tokens = PageTokens.of(name(), request.subnetIds(), request.filters());
        Page<Subnet> page = Description.page(subnets, Subnet::id, request.maxResults(), request.nextToken(), tokens);
        Description.endDryRun(request.dryRun());
        return DescribeSubnetsResponse.builder()
                .subnets(page.items().stream()
                        .map(subnet -> toSdk(subnet, state, account))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static Filters<Subnet> filters(Account account) {
        return Filters.<Subnet>none()
                .with(Subnet::id, "subnet-id")
                .with(Subnet::vpcId, "vpc-id")
                .with(Subnet::zone, "availability-zone", "availabilityZone")
                .with(subnet -> Zones.id(account.region(), subnet.zone()), "availability-zone-id", "availabilityZoneId")
                .with(subnet -> Boolean.toString(subnet.isDefault()), "default-for-az", "defaultForAz")
                .with(Subnet::cidr, "cidr-block", "cidr", "cidrBlock")
                .with(subnet -> "false", "map-public-ip-on-launch")
                .with(subnet -> "available", "state")
                .with(subnet -> account.id(), "owner-id");
    }

    private static Fault missing(String id) {
        return Fault.of("InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist".formatted(id));
    }

    private static software.amazon.awssdk.services.ec2.model.Subnet toSdk(Subnet subnet, State state, Account account) {
        return software.amazon.awssdk.services.ec2.model.Subnet.builder()
                .subnetId(subnet.id())
                .subnetArn(account.arn("ec2", "subnet/" + subnet.id()))
                .vpcId(subnet.vpcId())
                .ownerId(account.id())
                .cidrBlock(subnet.cidr())
                .availabilityZone(subnet.zone())
                .availabilityZoneId(Zones.id(account.region(), subnet.zone()))
                .availableIpAddressCount(AddressPlanner.usable(subnet) - state.count(VpcViews.BY_SUBNET, subnet.id()))
                .defaultForAz(subnet.isDefault())
                .mapPublicIpOnLaunch(false)
                .assignIpv6AddressOnCreation(false)
                .ipv6Native(false)
                .ipv6CidrBlockAssociationSet(List.of())
                .state("available")
                .tags(List.of())
                .build();
    }
}
