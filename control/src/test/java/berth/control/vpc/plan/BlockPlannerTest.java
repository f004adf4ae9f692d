package berth.control.vpc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.vpc.model.AddressBlock;
import berth.control.vpc.model.Subnet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockPlannerTest {
    @Test
    void hostsTakeTheFirstBlockThatNobodyHas() {
        Subnet subnet = subnet("172.31.16.0/20");
        TreeSet<String> taken = new TreeSet<>();
        for (String expected : new String[] {"172.31.16.0/26", "172.31.16.64/26", "172.31.16.128/26"}) {
            AddressBlock block = BlockPlanner.next(subnet, "h", taken::contains).orElseThrow();
            assertThat(block.cidr()).isEqualTo(expected);
            taken.add(block.id());
        }
    }

    @ParameterizedTest
    @CsvSource({"172.31.16.0/20, 64, 4091", "10.0.0.0/16, 1024, 65531", "10.0.0.0/24, 16, 251", "10.0.0.0/28, 4, 11"})
    void theBlocksOfASubnetGiveOutAllItsAddressesOnce(String cidr, int blocks, int addresses) {
        Subnet subnet = subnet(cidr);
        assertThat(BlockPlanner.count(subnet)).isEqualTo(blocks);
        int usable = 0;
        for (int index = 0; index < blocks; index++) {
            usable += AddressPlanner.usable(subnet, BlockPlanner.block(subnet, index));
        }
        assertThat(usable).isEqualTo(addresses).isEqualTo(AddressPlanner.usable(subnet));
    }

    @Test
    void aBlockWithoutAnAddressToGiveIsPassedOver() {
        assertThat(BlockPlanner.next(subnet("10.0.0.0/28"), "h", id -> false)
                        .orElseThrow()
                        .cidr())
                .isEqualTo("10.0.0.4/30");
    }

    @Test
    void addressesOfABlockAreItsOwnAndGoRound() {
        Subnet subnet = subnet("172.31.16.0/20");
        AddressBlock first = new AddressBlock("s", 0, "172.31.16.0/26", "h");
        assertThat(AddressPlanner.next(subnet, first, 59, address -> false)).contains("172.31.16.63");
        assertThat(AddressPlanner.next(subnet, first, 59, "172.31.16.63"::equals))
                .contains("172.31.16.4");
        assertThat(AddressPlanner.next(subnet, first, 0, address -> true)).isEmpty();
        AddressBlock second = new AddressBlock("s", 1, "172.31.16.64/26", "h");
        assertThat(AddressPlanner.next(subnet, second, 0, address -> false)).contains("172.31.16.64");
    }

    private static Subnet subnet(String cidr) {
        return new Subnet("s", "vpc", cidr, "us-east-1a", true);
    }
}
