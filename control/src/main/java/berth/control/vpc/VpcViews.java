package berth.control.vpc;

import berth.control.store.Index;
import berth.control.store.Kind;
import berth.control.store.State;
import berth.control.vpc.model.AddressBlock;
import berth.control.vpc.model.NetworkInterface;
import berth.control.vpc.model.SecurityGroup;
import berth.control.vpc.model.Subnet;
import berth.control.vpc.model.Vpc;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How VPCs and what is in them are found.
public final class VpcViews {
    public static final Kind<Vpc> VPCS = Kind.of("vpc", Vpc.class, Vpc::id);

    public static final Index<Subnet> SUBNETS_BY_VPC = Index.of("subnet.by-vpc", Subnet::vpcId);
    public static final Kind<Subnet> SUBNETS = Kind.of("subnet", Subnet.class, Subnet::id, SUBNETS_BY_VPC);

    public static final Kind<SecurityGroup> SECURITY_GROUPS =
            Kind.of("security-group", SecurityGroup.class, SecurityGroup::id);

    /// By address: no address is given out twice in a VPC. Key `vpc/address`.
    public static final Index<NetworkInterface> BY_ADDRESS = Index.of(
            "network-interface.by-address",
            eni -> eni.networkInterface().vpcId() + '/' + eni.networkInterface().address());

    public static final Index<NetworkInterface> BY_SUBNET = Index.of(
            "network-interface.by-subnet", eni -> eni.networkInterface().subnetId());

    /// Interfaces without a task, by host: the pool.
    public static final Index<NetworkInterface> WARM_BY_HOST =
            Index.of("network-interface.warm-by-host", eni -> eni.task() == null ? eni.hostId() : null);

    public static final Kind<NetworkInterface> NETWORK_INTERFACES = Kind.of(
            "network-interface", NetworkInterface.class, NetworkInterface::id, BY_ADDRESS, BY_SUBNET, WARM_BY_HOST);

    /// Blocks by `host|subnet`.
    public static final Index<AddressBlock> BLOCKS_BY_HOST_AND_SUBNET =
            Index.of("address-block.by-host-and-subnet", block -> blockKey(block.hostId(), block.subnetId()));

    public static final Index<AddressBlock> BLOCKS_BY_HOST = Index.of("address-block.by-host", AddressBlock::hostId);

    public static final Kind<AddressBlock> ADDRESS_BLOCKS =
            Kind.of("address-block", AddressBlock.class, AddressBlock::id, BLOCKS_BY_HOST_AND_SUBNET, BLOCKS_BY_HOST);

    private VpcViews() {}

    public static String blockKey(String hostId, String subnetId) {
        return hostId + '|' + subnetId;
    }

    /// The default VPC, or null before its bootstrap.
    public static @Nullable Vpc defaultVpc(State state) {
        for (Vpc vpc : state.all(VPCS)) {
            if (vpc.isDefault()) {
                return vpc;
            }
        }
        return null;
    }

    /// The default VPC's subnets in the order of their zones; empty before its bootstrap.
    public static List<Subnet> defaultSubnets(State state) {
        Vpc vpc = defaultVpc(state);
        return vpc == null
                ? List.of()
                : state.by(SUBNETS, SUBNETS_BY_VPC, vpc.id()).stream()
                        .filter(Subnet::isDefault)
                        .sorted(Comparator.comparing(Subnet::zone))
                        .toList();
    }
}
