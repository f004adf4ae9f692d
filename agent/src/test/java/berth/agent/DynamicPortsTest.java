package berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import berth.kernel.Rng;
import berth.kernel.host.PortBinding;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DynamicPortsTest {
    private final TreeSet<Integer> taken = new TreeSet<>();
    private final DynamicPorts ports = new DynamicPorts(
            new HostPorts() {
                @Override
                public int lastEphemeral() {
                    return 60_999;
                }

                @Override
                public boolean free(String address, int port, String protocol) {
                    return !taken.contains(port);
                }
            },
            Rng.seeded(1, "ports", 1));

    @Test
    void aRangeGetsPortsInARowAndPassesOverWhatIsTaken() {
        IntStream.range(61_000, 65_536).filter(port -> port % 4 == 3).forEach(taken::add);

        List<Integer> chosen = choose("a", 0, PortBinding.NEXT, PortBinding.NEXT);

        assertThat(chosen.getFirst() % 4).isZero();
        assertThat(chosen).containsExactly(chosen.getFirst(), chosen.getFirst() + 1, chosen.getFirst() + 2);
        assertThat(choose("b", 0, PortBinding.NEXT, 0, 80))
                .doesNotContainAnyElementsOf(chosen)
                .endsWith(80);
    }

    @Test
    void aRangeThatFitsNowhereGetsNoneAndHoldsNone() {
        IntStream.range(61_000, 65_536).filter(port -> port % 2 == 1).forEach(taken::add);

        assertThat(ports.choose("a", wanted(0, PortBinding.NEXT))).isEmpty();
        assertThat(choose("b", 0)).hasSize(1);
    }

    @Test
    void aRangeEndsAtTheLastPort() {
        IntStream.range(61_000, 65_534).forEach(taken::add);

        assertThat(choose("a", 0, PortBinding.NEXT)).containsExactly(65_534, 65_535);
        assertThat(ports.choose("b", wanted(0))).isEmpty();
        ports.release("a");
        assertThat(choose("b", 0, PortBinding.NEXT)).containsExactly(65_534, 65_535);
    }

    private List<Integer> choose(String owner, int... hostPorts) {
        return ports.choose(owner, wanted(hostPorts)).orElseThrow().stream()
                .map(PortBinding::hostPort)
                .toList();
    }

    private static List<PortBinding> wanted(int... hostPorts) {
        return IntStream.range(0, hostPorts.length)
                .mapToObj(i -> new PortBinding("127.0.0.1", 8000 + i, hostPorts[i], "tcp"))
                .toList();
    }
}
