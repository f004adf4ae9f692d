package berth.control.vpc.api;

import berth.control.dispatch.Page;
import berth.control.dispatch.PageTokens;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.Zones;
import berth.control.vpc.model.NetworkInterface;
import berth.control.vpc.model.Subnet;
import berth.kernel.Account;
import berth.kernel.Fault;
import berth.kernel.host.Interface;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;

/// Shows the interfaces of awsvpc tasks. Those that are kept ready without a task are not shown, since nobody asked for
/// them; load balancers have none.
public record DescribeNetworkInterfaces()
        implements Ec2Read<DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResponse> {
    @Override
    public Class<DescribeNetworkInterfacesRequest> request() {
        return DescribeNetworkInterfacesRequest.class;
    }

    @Override
    public DescribeNetworkInterfacesResponse handle(
            DescribeNetworkInterfacesRequest request, State state, Context context) {
        Account account = context.account();
        List<NetworkInterface> all = state.all(VpcViews.NETWORK_INTERFACES).stream()
                .filter(eni -> eni.task() != null)
                .toList();
        List<NetworkInterface> selected = Description.select(
                all,
                NetworkInterface::id,
                request.networkInterfaceIds(),
                filters(state, account).matching(request.filters()),
                DescribeNetworkInterfaces::missing);
        PageTokens tokens = PageTokens.of(name(), request.networkInterfaceIds(), request.filters());
        Page<NetworkInterface> page =
                Description.page(selected, NetworkInterface::id, request.maxResults(), request.nextToken(), tokens);
        Description.endDryRun(request.dryRun());
        return DescribeNetworkInterfacesResponse.builder()
                .networkInterfaces(page.items().stream()
                        .map(eni -> toSdk(eni, state, account))
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static Filters<NetworkInterface> filters(State state, Account account) {
        return Filters.<NetworkInterface>none()
                .with(NetworkInterface::id, "network-interface-id")
                .with(eni -> eni.networkInterface().vpcId(), "vpc-id")
                .with(eni -> eni.networkInterface().subnetId(), "subnet-id")
                .with(eni -> eni.networkInterface().address(), "private-ip-address", "addresses.private-ip-address")
                .with(eni -> eni.networkInterface().mac(), "mac-address")
                .with(eni -> zone(eni, state), "availability-zone")
                .with(eni -> description(eni, account), "description")
                .with(eni -> "interface", "interface-type")
                .with(eni -> "in-use", "status")
                .with(eni -> "attached", "attachment.status")
                .with(eni -> "amazon-ecs", "attachment.instance-owner-id", "requester-id")
                .with(eni -> "", "attachment.instance-id", "group-id", "group-name")
                .with(eni -> "true", "requester-managed")
                .with(eni -> account.id(), "owner-id");
    }

    private static Fault missing(String id) {
        return Fault.of(
                "InvalidNetworkInterfaceID.NotFound", "The networkInterface ID '%s' does not exist".formatted(id));
    }

    private static String zone(NetworkInterface eni, State state) {
        Subnet subnet = state.find(VpcViews.SUBNETS, eni.networkInterface().subnetId());
        return subnet == null ? "" : subnet.zone();
    }

    private static String description(NetworkInterface eni, Account account) {
        return account.arn("ecs", "task/" + eni.task());
    }

    private static software.amazon.awssdk.services.ec2.model.NetworkInterface toSdk(
            NetworkInterface eni, State state, Account account) {
        Interface its = eni.networkInterface();
        String zone = zone(eni, state);
        return software.amazon.awssdk.services.ec2.model.NetworkInterface.builder()
                .networkInterfaceId(eni.id())
                .availabilityZone(zone)
                .availabilityZoneId(Zones.id(account.region(), zone))
                .description(description(eni, account))
                .groups(List.of())
                .interfaceType("interface")
                .ipv6Addresses(List.of())
                .macAddress(its.mac())
                .ownerId(account.id())
                .privateDnsName(its.privateDnsName())
                .privateIpAddress(its.address())
                .privateIpAddresses(
                        one -> one.primary(true).privateIpAddress(its.address()).privateDnsName(its.privateDnsName()))
                .requesterId("amazon-ecs")
                .requesterManaged(true)
                .sourceDestCheck(true)
                .status("in-use")
                .attachment(one -> one.instanceOwnerId("amazon-ecs")
                        .status("attached")
                        .deleteOnTermination(true)
                        .deviceIndex(1))
                .subnetId(its.subnetId())
                .vpcId(its.vpcId())
                .tagSet(List.of())
                .build();
    }
}
