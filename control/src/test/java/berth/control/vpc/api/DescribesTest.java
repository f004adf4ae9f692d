package berth.control.vpc.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.dispatch.Calls;
import berth.control.dispatch.Operation;
import berth.control.store.Change;
import berth.control.store.State;
import berth.control.vpc.DefaultVpc;
import berth.control.vpc.VpcViews;
import berth.control.vpc.Zones;
import berth.control.vpc.model.NetworkInterface;
import berth.control.vpc.model.Subnet;
import berth.control.vpc.plan.AddressPlanner;
import berth.kernel.Fault;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.DescribeAvailabilityZonesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.IpPermission;

class DescribesTest {
    private final Calls calls = new Calls(bootstrapped());
    private final String vpcId =
            Objects.requireNonNull(VpcViews.defaultVpc(calls.state())).id();
    private final List<Subnet> subnets = VpcViews.defaultSubnets(calls.state());

    private static State bootstrapped() {
        return State.EMPTY.with(DefaultVpc.bootstrap(State.EMPTY, new Calls().context()), 1);
    }

    @Test
    void theBootstrapIsTheSameForTheSameSeedAndDoesNothingTheSecondTime() {
        assertThat(bootstrapped()).isEqualTo(bootstrapped());
        assertThat(DefaultVpc.bootstrap(bootstrapped(), new Calls().context())).isEmpty();
    }

    @Test
    void theRangeCanBeChosen() {
        List<Change> changes = DefaultVpc.bootstrap(State.EMPTY, new Calls().context(), "10.97.0.0/16");
        State state = State.EMPTY.with(changes, 1);

        assertThat(VpcViews.defaultSubnets(state))
                .extracting(Subnet::cidr)
                .containsExactly("10.97.0.0/20", "10.97.16.0/20", "10.97.32.0/20");
    }

    @Test
    void theDefaultVpcIsFoundByTheFiltersThatClientsUse() {
        for (String filter : List.of("isDefault", "is-default")) {
            var vpcs = calls.call(new DescribeVpcs(), vpcs(filter, "true")).vpcs();
            assertThat(vpcs).hasSize(1);
            assertThat(vpcs.getFirst().vpcId()).isEqualTo(vpcId).matches("vpc-[0-9a-f]{17}");
            assertThat(vpcs.getFirst().cidrBlock()).isEqualTo("172.31.0.0/16");
            assertThat(vpcs.getFirst().isDefault()).isTrue();
            assertThat(vpcs.getFirst().stateAsString()).isEqualTo("available");
            assertThat(calls.call(new DescribeVpcs(), vpcs(filter, "false")).vpcs())
                    .isEmpty();
        }
        assertThat(calls.call(new DescribeVpcs(), vpcs("vpc-id", vpcId)).vpcs()).hasSize(1);
        assertThat(calls.call(new DescribeVpcs(), DescribeVpcsRequest.builder().build())
                        .vpcs())
                .hasSize(1);
    }

    @Test
    void threeSubnetsOneInEachZone() {
        var shown = calls.call(
                        new DescribeSubnets(), subnets(filter("vpc-id", vpcId), filter("default-for-az", "true")))
                .subnets();

        assertThat(shown)
                .extracting(subnet -> subnet.availabilityZone()
                        + ' '
                        + subnet.cidrBlock()
                        + ' '
                        + subnet.availabilityZoneId()
                        + ' '
                        + subnet.availableIpAddressCount())
                .containsExactlyInAnyOrder(
                        "us-east-1a 172.31.0.0/20 use1-az1 4091",
                        "us-east-1b 172.31.16.0/20 use1-az2 4091",
                        "us-east-1c 172.31.32.0/20 use1-az3 4091");
        assertThat(shown).allMatch(subnet -> subnet.vpcId().equals(vpcId) && subnet.defaultForAz());
    }

    @Test
    void subnetsAreFoundByIdZoneAndWildcard() {
        String second = subnets.get(1).id();

        assertThat(subnetIds(DescribeSubnetsRequest.builder().subnetIds(second).build()))
                .containsExactly(second);
        assertThat(subnetIds(subnets(filter("subnet-id", second)))).containsExactly(second);
        assertThat(subnetIds(subnets(filter("availability-zone", "us-east-1b"))))
                .containsExactly(second);
        assertThat(subnetIds(subnets(filter("availability-zone", "us-east-1a", "us-east-1b"))))
                .hasSize(2);
        assertThat(subnetIds(subnets(filter("availability-zone", "us-*")))).hasSize(3);
        assertThat(subnetIds(subnets(filter("availability-zone", "us-east-1?"))))
                .hasSize(3);
        assertThat(subnetIds(subnets(filter("availability-zone", "us.east.1a"))))
                .isEmpty();
    }

    @Test
    void anInterfaceTakesAnAddressOfItsSubnet() {
        Subnet subnet = subnets.getFirst();
        var vpc = Objects.requireNonNull(VpcViews.defaultVpc(calls.state()));
        var eni = new NetworkInterface(
                AddressPlanner.networkInterface("eni-1", vpc, subnet, "172.31.0.4", Calls.ACCOUNT), "host", null);
        Calls later = new Calls(calls.state().with(Change.put(VpcViews.NETWORK_INTERFACES, eni)));

        assertThat(later.call(new DescribeSubnets(), subnets(filter("subnet-id", subnet.id())))
                        .subnets()
                        .getFirst()
                        .availableIpAddressCount())
                .isEqualTo(4090);
    }

    @Test
    void theDefaultGroupShowsThatNothingIsFiltered() {
        var groups = calls.call(
                        new DescribeSecurityGroups(),
                        DescribeSecurityGroupsRequest.builder()
                                .filters(filter("group-name", "default"), filter("vpc-id", vpcId))
                                .build())
                .securityGroups();

        assertThat(groups).hasSize(1);
        assertThat(groups.getFirst().groupId()).matches("sg-[0-9a-f]{17}");
        assertThat(groups.getFirst().ipPermissions())
                .extracting(IpPermission::ipProtocol)
                .containsExactly("-1");
        assertThat(calls.call(
                                new DescribeSecurityGroups(),
                                DescribeSecurityGroupsRequest.builder()
                                        .groupNames("default")
                                        .groupIds(groups.getFirst().groupId())
                                        .build())
                        .securityGroups())
                .isEqualTo(groups);
    }

    @Test
    void theRegionHasThreeZones() {
        var zones = calls.call(
                        new DescribeAvailabilityZones(),
                        DescribeAvailabilityZonesRequest.builder()
                                .filters(filter("state", "available"), filter("opt-in-status", "opt-in-not-required"))
                                .build())
                .availabilityZones();

        assertThat(zones)
                .extracting(zone -> zone.zoneName() + ' ' + zone.zoneId() + ' ' + zone.stateAsString())
                .containsExactly(
                        "us-east-1a use1-az1 available",
                        "us-east-1b use1-az2 available",
                        "us-east-1c use1-az3 available");
        assertThat(calls.call(
                                new DescribeAvailabilityZones(),
                                DescribeAvailabilityZonesRequest.builder()
                                        .zoneIds("use1-az2")
                                        .build())
                        .availabilityZones())
                .extracting(zone -> zone.zoneName())
                .containsExactly("us-east-1b");
    }

    @ParameterizedTest
    @CsvSource({"us-east-1,use1-az1", "eu-west-3,euw3-az1", "ap-southeast-2,apse2-az1", "us-gov-west-1,usgw1-az1"})
    void zonesHaveEc2sIds(String region, String id) {
        assertThat(Zones.id(region, region + 'a')).isEqualTo(id);
    }

    @Test
    void whatDoesNotExistIsNamed() {
        assertThat(calls.refusal(
                        new DescribeVpcs(),
                        DescribeVpcsRequest.builder().vpcIds(vpcId, "vpc-0").build()))
                .isEqualTo(Fault.of("InvalidVpcID.NotFound", "The vpc ID 'vpc-0' does not exist"));
        assertThat(calls.refusal(
                        new DescribeSubnets(),
                        DescribeSubnetsRequest.builder().subnetIds("subnet-0").build()))
                .isEqualTo(Fault.of("InvalidSubnetID.NotFound", "The subnet ID 'subnet-0' does not exist"));
        assertThat(calls.refusal(
                        new DescribeSecurityGroups(),
                        DescribeSecurityGroupsRequest.builder().groupIds("sg-0").build()))
                .isEqualTo(Fault.of("InvalidGroup.NotFound", "The security group 'sg-0' does not exist"));
        assertThat(calls.refusal(
                        new DescribeSecurityGroups(),
                        DescribeSecurityGroupsRequest.builder()
                                .groupNames("nope")
                                .build()))
                .isEqualTo(Fault.of("InvalidGroup.NotFound", "The security group 'nope' does not exist"));
        assertThat(calls.refusal(
                        new DescribeAvailabilityZones(),
                        DescribeAvailabilityZonesRequest.builder()
                                .zoneNames("mars-1a")
                                .build()))
                .isEqualTo(Fault.of("InvalidParameterValue", "Invalid availability zone: [mars-1a]"));
    }

    @Test
    void anUnknownFilterIsRefusedByName() {
        Fault fault = calls.refusal(new DescribeSubnets(), subnets(filter("tag:Name", "x")));

        assertThat(fault.code()).isEqualTo("InvalidParameterValue");
        assertThat(fault.message()).startsWith("The filter 'tag:Name' is invalid: Berth filters by subnet-id, vpc-id,");
    }

    @Test
    void aDryRunIsAnsweredAsOne() {
        Operation<DescribeVpcsRequest, ?> operation = new DescribeVpcs();
        Fault fault = calls.refusal(
                operation, DescribeVpcsRequest.builder().dryRun(true).build());

        assertThat(fault.code()).isEqualTo("DryRunOperation");
        assertThat(fault.status()).isEqualTo(412);
    }

    @ParameterizedTest
    @CsvSource({"4", "1001"})
    void pagesHave5To1000Results(int maxResults) {
        assertThat(calls.refusal(
                                new DescribeVpcs(),
                                DescribeVpcsRequest.builder()
                                        .maxResults(maxResults)
                                        .build())
                        .message())
                .isEqualTo("Value ( %d ) for parameter maxResults is invalid. Expecting a value between 5 and 1000."
                        .formatted(maxResults));
    }

    private List<String> subnetIds(DescribeSubnetsRequest request) {
        return calls.call(new DescribeSubnets(), request).subnets().stream()
                .map(subnet -> subnet.subnetId())
                .toList();
    }

    private static DescribeVpcsRequest vpcs(String filter, String value) {
        return DescribeVpcsRequest.builder().filters(filter(filter, value)).build();
    }

    private static DescribeSubnetsRequest subnets(Filter... filters) {
        return DescribeSubnetsRequest.builder().filters(filters).build();
    }

    private static Filter filter(String name, String... values) {
        return Filter.builder().name(name).values(values).build();
    }

    @Test
    void theDefaultVpcHasAGatewayAMainRouteTableAndRulesThatLetEverythingThrough() {
        var gateway = calls.call(
                        new DescribeInternetGateways(),
                        DescribeInternetGatewaysRequest.builder()
                                .filters(filter("attachment.vpc-id", vpcId))
                                .build())
                .internetGateways()
                .getFirst();
        var table = calls.call(
                        new DescribeRouteTables(),
                        DescribeRouteTablesRequest.builder()
                                .filters(filter("association.main", "true"), filter("vpc-id", vpcId))
                                .build())
                .routeTables()
                .getFirst();
        assertThat(gateway.internetGatewayId()).matches("igw-[0-9a-f]{17}");
        assertThat(table.routes())
                .extracting(route -> route.destinationCidrBlock() + ' ' + route.gatewayId())
                .containsExactly("172.31.0.0/16 local", "0.0.0.0/0 " + gateway.internetGatewayId());
        assertThat(calls.call(
                                new DescribeSecurityGroupRules(),
                                DescribeSecurityGroupRulesRequest.builder().build())
                        .securityGroupRules())
                .extracting(rule -> rule.isEgress() + " " + rule.cidrIpv4())
                .containsExactly("false 0.0.0.0/0", "true 0.0.0.0/0");
    }

    @Test
    void theDefaultVpcHasDnsOn() {
        var request = DescribeVpcAttributeRequest.builder().vpcId(vpcId);
        assertThat(calls.call(
                                new DescribeVpcAttribute(),
                                request.attribute("enableDnsHostnames").build())
                        .enableDnsHostnames()
                        .value())
                .isTrue();
        assertThat(calls.refusal(
                                new DescribeVpcAttribute(),
                                request.attribute("enableSomething").build())
                        .code())
                .isEqualTo("InvalidParameterValue");
    }

    @Test
    void interfacesOfTasksAreShownAndThoseOfThePoolAndOfLoadBalancersAreNot() {
        Subnet subnet = subnets.getFirst();
        var vpc = Objects.requireNonNull(VpcViews.defaultVpc(calls.state()));
        for (String task : List.of("c/1", "")) {
            var its = AddressPlanner.networkInterface(
                    "eni-" + task.length(), vpc, subnet, "172.31.0." + (10 + task.length()), Calls.ACCOUNT);
            calls.commit(List.of(Change.put(
                    VpcViews.NETWORK_INTERFACES, new NetworkInterface(its, "h", task.isEmpty() ? null : task))));
        }
        var shown = calls.call(
                        new DescribeNetworkInterfaces(),
                        DescribeNetworkInterfacesRequest.builder().build())
                .networkInterfaces();
        assertThat(shown)
                .singleElement()
                .satisfies(eni -> assertThat(eni.privateIpAddress()).isEqualTo("172.31.0.13"));
        assertThat(calls.call(
                                new DescribeNetworkInterfaces(),
                                DescribeNetworkInterfacesRequest.builder()
                                        .filters(filter("attachment.instance-owner-id", "amazon-elb"))
                                        .build())
                        .networkInterfaces())
                .isEmpty();
    }
}
