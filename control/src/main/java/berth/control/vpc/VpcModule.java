package berth.control.vpc;

import berth.control.Module;
import berth.control.vpc.api.DescribeAvailabilityZones;
import berth.control.vpc.api.DescribeInternetGateways;
import berth.control.vpc.api.DescribeNetworkInterfaces;
import berth.control.vpc.api.DescribeRouteTables;
import berth.control.vpc.api.DescribeSecurityGroupRules;
import berth.control.vpc.api.DescribeSecurityGroups;
import berth.control.vpc.api.DescribeSubnets;
import berth.control.vpc.api.DescribeVpcAttribute;
import berth.control.vpc.api.DescribeVpcs;
import java.util.List;

/// What EC2's networks contribute: five tables and nine describes; nothing wakes.
public final class VpcModule {
    private VpcModule() {}

    public static Module module() {
        return new Module(
                List.of(
                        VpcViews.VPCS,
                        VpcViews.SUBNETS,
                        VpcViews.SECURITY_GROUPS,
                        VpcViews.NETWORK_INTERFACES,
                        VpcViews.ADDRESS_BLOCKS),
                List.of(
                        new DescribeVpcs(),
                        new DescribeSubnets(),
                        new DescribeSecurityGroups(),
                        new DescribeAvailabilityZones(),
                        new DescribeVpcAttribute(),
                        new DescribeInternetGateways(),
                        new DescribeRouteTables(),
                        new DescribeSecurityGroupRules(),
                        new DescribeNetworkInterfaces()),
                List.of());
    }
}
