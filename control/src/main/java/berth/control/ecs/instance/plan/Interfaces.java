package berth.control.ecs.instance.plan;

import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.NetworkInterface;
import berth.control.vpc.model.Subnet;
import berth.control.vpc.model.Vpc;
import berth.control.vpc.plan.AddressPlanner;
import berth.kernel.Account;
import berth.kernel.Ids;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes network interfaces and finds warm ones.
public final class Interfaces {
    private Interfaces() {}

    /// A new interface with an address that nobody has, or null if the subnet is full.
    ///
    /// @param task `cluster/id`, or null to keep it warm
    public static @Nullable NetworkInterface make(
            State state, Subnet subnet, String hostId, @Nullable String task, Ids ids, Account account) {
        if (state.count(VpcViews.BY_SUBNET, subnet.id()) >= AddressPlanner.usable(subnet)) {
            return null;
        }
        Vpc vpc = Objects.requireNonNull(state.find(VpcViews.VPCS, subnet.vpcId()));
        return AddressPlanner.next(
                        subnet,
                        ids.rng().nextLong(),
                        address -> state.count(VpcViews.BY_ADDRESS, vpc.id() + '/' + address) > 0)
                .map(address -> new NetworkInterface(
                        AddressPlanner.networkInterface(ids.ec2("eni"), vpc, subnet, address, account), hostId, task))
                .orElse(null);
    }

    /// A warm interface of a host in a subnet, or null.
    public static @Nullable NetworkInterface warm(State state, Subnet subnet, String hostId) {
        return state.first(
                VpcViews.NETWORK_INTERFACES,
                VpcViews.WARM_BY_HOST,
                hostId,
                eni -> eni.networkInterface().subnetId().equals(subnet.id()));
    }
}
