package berth.control.elb.plan;

import berth.control.elb.model.LoadBalancer.Type;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.SecurityGroup;
import berth.control.vpc.model.Subnet;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/// In which subnets and groups a load balancer may be.
///
/// ELB: an application load balancer needs subnets of at least two zones, a network load balancer of one; at most
/// one of each zone; all of one VPC. Groups must be of that VPC, at most five; an application load balancer without
/// any gets the VPC's default group.
public final class Placement {
    private static final int MAX_GROUPS = 5;

    private Placement() {}

    /// The subnets with these ids, each once, in the order of their zones.
    ///
    /// @throws berth.kernel.FaultException ValidationError, SubnetNotFound, InvalidConfigurationRequest
    public static List<Subnet> subnets(State state, Type type, List<String> ids) {
        List<Subnet> subnets = new ArrayList<>();
        TreeSet<String> zones = new TreeSet<>();
        TreeSet<String> vpcs = new TreeSet<>();
        for (String id : new TreeSet<>(ids)) {
            Subnet subnet = state.find(VpcViews.SUBNETS, id);
            if (subnet == null) {
                throw Fault.of("SubnetNotFound", "The subnet ID '%s' does not exist".formatted(id))
                        .raise();
            }
            if (!zones.add(subnet.zone())) {
                throw ElbFaults.configuration(
                                "A load balancer cannot be attached to multiple subnets in the same Availability Zone")
                        .raise();
            }
            vpcs.add(subnet.vpcId());
            subnets.add(subnet);
        }
        if (type == Type.APPLICATION && zones.size() < 2) {
            throw ElbFaults.validation("At least two subnets in two different Availability Zones must be specified")
                    .raise();
        }
        if (zones.isEmpty()) {
            throw ElbFaults.validation("At least one subnet must be specified").raise();
        }
        if (vpcs.size() > 1) {
            throw ElbFaults.configuration("The specified subnets are not all in the same VPC")
                    .raise();
        }
        subnets.sort(Comparator.comparing(Subnet::zone));
        return subnets;
    }

    /// The ids of the groups, those of the default where none are given.
    ///
    /// @throws berth.kernel.FaultException InvalidConfigurationRequest
    public static List<String> securityGroups(State state, Type type, String vpcId, List<String> ids) {
        if (ids.size() > MAX_GROUPS) {
            throw ElbFaults.configuration("At most %d security groups can be specified", MAX_GROUPS)
                    .raise();
        }
        for (String id : ids) {
            SecurityGroup group = state.find(VpcViews.SECURITY_GROUPS, id);
            if (group == null || !group.vpcId().equals(vpcId)) {
                throw ElbFaults.configuration("One or more security groups are invalid")
                        .raise();
            }
        }
        return ids.isEmpty() && type == Type.APPLICATION
                ? state.all(VpcViews.SECURITY_GROUPS).stream()
                        .filter(group ->
                                group.vpcId().equals(vpcId) && group.name().equals("default"))
                        .map(SecurityGroup::id)
                        .toList()
                : ids;
    }
}
