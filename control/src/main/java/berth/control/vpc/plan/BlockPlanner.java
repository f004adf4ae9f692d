package berth.control.vpc.plan;

import berth.control.vpc.model.AddressBlock;
import berth.control.vpc.model.Subnet;
import java.util.Optional;
import java.util.function.Predicate;

/// Cuts subnets into blocks, one host each.
///
/// **Rule.** A block is a sixteenth of its subnet, but has at most 64 addresses and at least 4. A host takes the first
/// block that no host has, and another when its own are full.
///
/// **Example.** `172.31.16.0/20` has 64 blocks of `/26`. The first host takes `172.31.16.0/26`, the second
/// `172.31.16.64/26`; when the first needs a 61st address there (four of its 64 are never given out), it takes
/// `172.31.16.128/26`. `10.0.0.0/24` has 16 blocks of `/28`, `10.0.0.0/28` has 4 of `/30`, of which the first has no
/// address to give and is passed over.
///
/// Differs from ECS: there the network itself knows where an address is. Here a machine that wants to reach the tasks
/// of
/// another one needs a route a block (docs/hosts.md).
public final class BlockPlanner {
    private static final int SIXTEENTH = 4;
    private static final int LARGEST_BITS = 26;
    private static final int SMALLEST_BITS = 30;

    private BlockPlanner() {}

    /// The block of a subnet at an index.
    static Range block(Subnet subnet, int index) {
        return Range.parse(subnet.cidr()).part(index, bits(subnet));
    }

    static int count(Subnet subnet) {
        Range range = Range.parse(subnet.cidr());
        return 1 << (bits(subnet) - range.bits());
    }

    private static int bits(Subnet subnet) {
        int whole = Range.parse(subnet.cidr()).bits();
        return Math.max(whole, Math.min(SMALLEST_BITS, Math.max(LARGEST_BITS, whole + SIXTEENTH)));
    }

    /// The first block that nobody has and that has an address to give, or empty.
    ///
    /// @param taken whether a host has the block with this id
    public static Optional<AddressBlock> next(Subnet subnet, String hostId, Predicate<String> taken) {
        for (int index = 0; index < count(subnet); index++) {
            Range block = block(subnet, index);
            if (!taken.test(AddressBlock.id(subnet.id(), index)) && AddressPlanner.usable(subnet, block) > 0) {
                return Optional.of(new AddressBlock(subnet.id(), index, block.toString(), hostId));
            }
        }
        return Optional.empty();
    }
}
