package berth.control.ecs.instance.plan;

import berth.control.store.Change;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.AddressBlock;
import berth.control.vpc.model.NetworkInterface;
import berth.control.vpc.model.Subnet;
import berth.control.vpc.model.Vpc;
import berth.control.vpc.plan.AddressPlanner;
import berth.control.vpc.plan.BlockPlanner;
import berth.kernel.Account;
import berth.kernel.Ids;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes network interfaces and finds warm ones.
public final class Interfaces {
    private Interfaces() {}

    /// A new interface.
    ///
    /// @param changes what else is to be committed with it, and before it: a block that its host takes
    public record Made(NetworkInterface eni, List<Change> changes) {
        public Made {
            changes = List.copyOf(changes);
        }
    }

    /// A new interface with an address that nobody has, of a block of its host's own; null if the subnet is full.
    ///
    /// @param task `cluster/id`, or null to keep it warm
    public static @Nullable Made make(
            State state, Subnet subnet, String hostId, @Nullable String task, Ids ids, Account account) {
        if (state.count(VpcViews.BY_SUBNET, subnet.id()) >= AddressPlanner.usable(subnet)) {
            return null;
        }
        Vpc vpc = Objects.requireNonNull(state.find(VpcViews.VPCS, subnet.vpcId()));
        Predicate<String> held = address -> state.count(VpcViews.BY_ADDRESS, vpc.id() + '/' + address) > 0;
        long start = ids.rng().nextLong();
        for (AddressBlock block : state.by(
                VpcViews.ADDRESS_BLOCKS, VpcViews.BLOCKS_BY_HOST_AND_SUBNET, VpcViews.blockKey(hostId, subnet.id()))) {
            Optional<String> address = AddressPlanner.next(subnet, block, start, held);
            if (address.isPresent()) {
                return new Made(interfaceOf(vpc, subnet, address.get(), hostId, task, ids, account), List.of());
            }
        }
        return BlockPlanner.next(subnet, hostId, id -> state.find(VpcViews.ADDRESS_BLOCKS, id) != null)
                .flatMap(block -> AddressPlanner.next(subnet, block, start, held)
                        .map(address -> new Made(
                                interfaceOf(vpc, subnet, address, hostId, task, ids, account),
                                List.of(Change.put(VpcViews.ADDRESS_BLOCKS, block)))))
                .orElse(null);
    }

    private static NetworkInterface interfaceOf(
            Vpc vpc, Subnet subnet, String address, String hostId, @Nullable String task, Ids ids, Account account) {
        return new NetworkInterface(
                AddressPlanner.networkInterface(ids.ec2("eni"), vpc, subnet, address, account), hostId, task);
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
