package berth.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void theSameSeedNamesTheSameThings() {
        Ids one = new Ids(Rng.seeded(7, "RunTask", 3));
        Ids again = new Ids(Rng.seeded(7, "RunTask", 3));
        Ids other = new Ids(Rng.seeded(7, "RunTask", 4));
        String first = one.hex32();
        assertThat(again.hex32()).isEqualTo(first);
        assertThat(other.hex32()).isNotEqualTo(first);
    }

    @Test
    void idsHaveTheShapesOfEcs() {
        Ids ids = new Ids(Rng.seeded(1));
        assertThat(ids.hex32()).matches("[0-9a-f]{32}");
        assertThat(ids.uuid()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(ids.deployment()).matches("ecs-svc/[1-9][0-9]{18}");
        assertThat(ids.ec2("eni")).matches("eni-[0-9a-f]{17}");
        assertThat(ids.word(12)).matches("[A-Za-z0-9]{12}");
    }

    @Test
    void numbersStayInTheirBoundsAndReachAllOfThem() {
        Rng rng = Rng.seeded(5);
        TreeMap<Integer, Integer> seen = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            seen.merge(rng.nextInt(10), 1, Integer::sum);
            assertThat(rng.nextDouble()).isBetween(0.0, 1.0);
        }
        assertThat(seen.keySet()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(seen.values()).allMatch(count -> count > 800 && count < 1200);
        assertThatThrownBy(() -> rng.nextInt(0)).hasMessageContaining("bound must be positive, was 0");
    }
}
