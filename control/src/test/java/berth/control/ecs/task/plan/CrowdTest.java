package berth.control.ecs.task.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.kernel.Rng;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePSet;

class CrowdTest {
    private static final TreePSet<String> HOSTS =
            TreePSet.from(IntStream.range(0, 40).mapToObj(i -> "h" + i).toList());

    @Test
    void hostsWithoutATaskAreFoundOnceAndCarriedOn() {
        Crowd crowd = Crowd.NOBODY.with("h1", "a", 1).with("h2", "a", 1);
        assertThat(crowd.without(TreePSet.from(List.of("h1", "h2", "h3")))).containsExactly("h3");
        assertThat(Crowd.NOBODY.without(HOSTS)).isSameAs(HOSTS);
    }

    @Test
    void whatIsRememberedIsWhatALookAtAllHostsFinds() {
        TreePSet<String> some = TreePSet.from(List.of("h1", "h2", "h3", "h39"));
        for (long seed = 0; seed < 50; seed++) {
            Rng rng = Rng.seeded(seed, "crowd", 1);
            Crowd crowd = Crowd.NOBODY;
            for (int i = 0; i < 200; i++) {
                // h40 to h44 are none of the hosts that are asked about.
                String host = "h" + rng.nextInt(45);
                crowd = crowd.with(host, "a", crowd.on(host) > 0 && rng.chance(0.5) ? -1 : 1);
                TreePSet<String> among = rng.chance(0.1) ? some : HOSTS;
                TreeSet<String> expected = new TreeSet<>(among);
                expected.removeAll(crowd.byHost().keySet());
                assertThat(crowd.without(among)).containsExactlyElementsOf(expected);
            }
        }
    }
}
