package berth.control.vpc.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.control.vpc.model.Subnet;
import berth.control.vpc.model.Vpc;
import berth.kernel.Account;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPlannerTest {
    private static final Vpc VPC = new Vpc("vpc-1", "172.31.0.0/16", true);

    @Test
    void theWorkedExampleHolds() {
        Subnet subnet = subnet("172.31.16.0/28");

        assertThat(AddressPlanner.usable(subnet)).isEqualTo(11);
        assertThat(AddressPlanner.next(subnet, 5, address -> false)).contains("172.31.16.9");
        assertThat(AddressPlanner.next(subnet, 5, "172.31.16.9"::equals)).contains("172.31.16.10");
        assertThat(AddressPlanner.next(subnet, 10, "172.31.16.14"::equals)).contains("172.31.16.4");
    }

    /// Given out until the subnet is full: every address once, none of the reserved ones, and then no more.
    @Property(tries = 100)
    void everyUsableAddressIsGivenOutOnceAndNoneTwice(
            @ForAll @IntRange(min = 24, max = 32) int bits, @ForAll long start, @ForAll @LongRange(min = 1) long step) {
        Subnet subnet = subnet("172.31.16.0/" + bits);
        Range range = Range.parse(subnet.cidr());
        TreeSet<String> held = new TreeSet<>();
        int usable = AddressPlanner.usable(subnet);

        for (int i = 0; i < usable; i++) {
            Optional<String> next = AddressPlanner.next(subnet, start + i * step, held::contains);
            assertThat(next).isPresent();
            assertThat(held.add(next.orElseThrow())).isTrue();
        }

        assertThat(AddressPlanner.next(subnet, start, held::contains)).isEmpty();
        assertThat(usable).isEqualTo((int) Math.max(0, range.size() - 5));
        for (long offset = 0; offset < range.size(); offset++) {
            boolean reserved = offset < 4 || offset == range.size() - 1;
            assertThat(held.contains(range.address(offset))).isEqualTo(!reserved);
        }
    }

    @Property(tries = 100)
    void theSameStartAndStateGiveTheSameAddress(@ForAll long start) {
        Subnet subnet = subnet("172.31.16.0/20");

        assertThat(AddressPlanner.next(subnet, start, address -> false))
                .isPresent()
                .isEqualTo(AddressPlanner.next(subnet, start, address -> false));
    }

    @Test
    void anInterfaceCarriesWhatFollowsFromItsAddress() {
        var eni = AddressPlanner.networkInterface(
                "eni-1", VPC, subnet("172.31.16.0/20"), "172.31.16.10", new Account("1", "us-east-1"));

        assertThat(eni.gateway()).isEqualTo("172.31.0.1");
        assertThat(eni.mac()).isEqualTo("02:42:ac:1f:10:0a");
        assertThat(eni.privateDnsName()).isEqualTo("ip-172-31-16-10.ec2.internal");
        assertThat(eni.vpcCidr()).isEqualTo("172.31.0.0/16");
        assertThat(AddressPlanner.privateDnsName("10.97.0.4", "eu-west-1"))
                .isEqualTo("ip-10-97-0-4.eu-west-1.compute.internal");
    }

    @Test
    void partsOfARangeFollowEachOther() {
        assertThat(Range.parse("172.31.0.0/16").part(2, 20)).hasToString("172.31.32.0/20");
        assertThat(Range.parse("0.0.0.0/0").size()).isEqualTo(1L << 32);
        assertThat(Range.parse("255.255.255.255/32").address(0)).isEqualTo("255.255.255.255");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "172.31.0.0", "172.31.0.1/16", "256.0.0.0/8", "1.2.3.4/33", "a.b.c.d/8"})
    void otherTextsAreNoRange(String cidr) {
        assertThatThrownBy(() -> Range.parse(cidr)).hasMessageNotContaining("null");
    }

    private static Subnet subnet(String cidr) {
        return new Subnet("subnet-1", "vpc-1", cidr, "us-east-1a", true);
    }
}
