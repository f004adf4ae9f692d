package berth.proxy.choice;

import static org.assertj.core.api.Assertions.assertThat;

import berth.routing.HealthCheck;
import berth.routing.Protocol;
import berth.routing.Target;
import berth.routing.Target.Standing;
import berth.routing.TargetGroup;
import berth.routing.TargetGroup.ProtocolVersion;
import berth.routing.TargetGroupAttributes;
import berth.routing.TargetGroupAttributes.Algorithm;
import berth.routing.TargetHealth;
import berth.routing.TargetHealth.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final TargetHealth UNHEALTHY = new TargetHealth(State.UNHEALTHY, null, "");
    private static final Duration MINUTE = Duration.ofSeconds(60);

    private static TargetState state(String id, Standing standing, TargetHealth health) {
        TargetState state = new TargetState("g", new Target(id, id, 80, standing, Instant.EPOCH), "token-" + id);
        state.health(health);
        return state;
    }

    private static TargetState healthy(String id) {
        return state(id, Standing.ACTIVE, TargetHealth.HEALTHY);
    }

    private static GroupState group(
            Algorithm algorithm, Duration slowStart, int minimum, int percent, TargetState... targets) {
        HealthCheck check = HealthCheck.HTTP;
        TargetGroup group = new TargetGroup(
                "g",
                "g",
                Protocol.HTTP,
                ProtocolVersion.HTTP1,
                check,
                new TargetGroupAttributes(slowStart, algorithm, null, minimum, percent, false, false),
                List.of());
        GroupState state = new GroupState(group, "token-g");
        state.become(group, List.of(targets));
        return state;
    }

    private static GroupState group(TargetState... targets) {
        return group(Algorithm.ROUND_ROBIN, Duration.ZERO, 1, 0, targets);
    }

    private static Map<String, Integer> counts(int requests, Supplier<TargetState> next) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            counts.merge(next.get().target().id(), 1, Integer::sum);
        }
        return counts;
    }

    private static Map<String, Integer> counts(GroupState group, int requests) {
        return counts(requests, () -> java.util.Objects.requireNonNull(group.next(0, null)));
    }

    @Test
    void roundRobinGivesAllTheSame() {
        assertThat(counts(group(healthy("a"), healthy("b"), healthy("c")), 300))
                .isEqualTo(Map.of("a", 100, "b", 100, "c", 100));
    }

    @Test
    void onlyHealthyActiveTargetsGetRequests() {
        assertThat(counts(
                        group(
                                healthy("a"),
                                state("b", Standing.ACTIVE, UNHEALTHY),
                                state("c", Standing.ACTIVE, TargetHealth.CHECKING),
                                state("d", Standing.DRAINING, TargetHealth.HEALTHY)),
                        10))
                .isEqualTo(Map.of("a", 10));
    }

    @Test
    void withoutAHealthyTargetAllActiveOnesGetRequests() {
        assertThat(counts(
                        group(
                                state("a", Standing.ACTIVE, UNHEALTHY),
                                state("b", Standing.ACTIVE, TargetHealth.CHECKING),
                                state("c", Standing.DRAINING, TargetHealth.DRAINING)),
                        10))
                .isEqualTo(Map.of("a", 5, "b", 5));
    }

    /// The example of [Eligible].
    @Test
    void withFewerHealthyTargetsThanTheMinimumAllActiveOnesGetRequests() {
        TargetState[] targets = {
            healthy("a"),
            state("b", Standing.ACTIVE, UNHEALTHY),
            state("c", Standing.ACTIVE, UNHEALTHY),
            state("d", Standing.ACTIVE, UNHEALTHY),
            state("e", Standing.DRAINING, TargetHealth.HEALTHY)
        };
        assertThat(counts(group(Algorithm.ROUND_ROBIN, Duration.ZERO, 1, 0, targets), 8))
                .isEqualTo(Map.of("a", 8));
        assertThat(counts(group(Algorithm.ROUND_ROBIN, Duration.ZERO, 1, 50, targets), 8))
                .isEqualTo(Map.of("a", 2, "b", 2, "c", 2, "d", 2));
        assertThat(counts(group(Algorithm.ROUND_ROBIN, Duration.ZERO, 2, 0, targets), 8))
                .isEqualTo(Map.of("a", 2, "b", 2, "c", 2, "d", 2));
    }

    @Test
    void aGroupWithDrainingTargetsOnlyHasNone() {
        assertThat(group(state("a", Standing.DRAINING, TargetHealth.HEALTHY)).next(0, null))
                .isNull();
    }

    @Test
    void aTargetThatWasTriedInVainIsPassedOver() {
        TargetState a = healthy("a");
        GroupState group = group(a, healthy("b"));
        assertThat(counts(10, () -> java.util.Objects.requireNonNull(group.next(0, a))))
                .isEqualTo(Map.of("b", 10));
    }

    /// The example of [GroupState#next].
    @Test
    void aTargetInSlowStartGetsAShareThatGrows() {
        TargetState warm = healthy("warm");
        TargetState cold = healthy("cold");
        cold.warmFrom(0);
        GroupState group = group(Algorithm.ROUND_ROBIN, MINUTE, 1, 0, warm, cold);
        List<Double> shares = new ArrayList<>();
        for (int second : List.of(0, 15, 30, 60)) {
            Map<String, Integer> counts = counts(
                    1000,
                    () -> java.util.Objects.requireNonNull(
                            group.next(Duration.ofSeconds(second).toNanos(), null)));
            shares.add((double) counts.getOrDefault("cold", 0) / counts.getOrDefault("warm", 1));
        }
        assertThat(shares.get(0)).isZero();
        assertThat(shares.get(1)).isBetween(0.2, 0.3);
        assertThat(shares.get(2)).isBetween(0.45, 0.55);
        assertThat(shares.get(3)).isBetween(0.95, 1.05);
    }

    @Test
    void theLeastBusyTargetIsNext() {
        TargetState a = healthy("a");
        TargetState b = healthy("b");
        a.began();
        a.began();
        b.began();
        GroupState group = group(Algorithm.LEAST_OUTSTANDING_REQUESTS, Duration.ZERO, 1, 0, a, b);
        assertThat(counts(group, 10)).isEqualTo(Map.of("b", 10));
    }

    @Test
    void chanceGivesAllAboutTheSame() {
        GroupState group =
                group(Algorithm.WEIGHTED_RANDOM, Duration.ZERO, 1, 0, healthy("a"), healthy("b"), healthy("c"));
        assertThat(counts(group, 3000).values())
                .allSatisfy(count -> assertThat(count).isBetween(900, 1100));
    }

    /// The example of [WeightedGroups].
    @Test
    void anyHundredRequestsAreSharedByWeight() {
        GroupState blue = group(healthy("blue"));
        GroupState green = group(healthy("green"));
        WeightedGroups groups = new WeightedGroups(List.of(blue, green), List.of(90, 10), new AtomicInteger());
        for (int i = 0; i < 50; i++) {
            int toGreen = 0;
            for (int request = 0; request < 100; request++) {
                toGreen += groups.next() == green ? 1 : 0;
            }
            assertThat(toGreen).isBetween(9, 11);
        }
    }

    @Test
    void aGroupWithoutWeightGetsNothing() {
        GroupState blue = group(healthy("blue"));
        GroupState green = group(healthy("green"));
        WeightedGroups one = new WeightedGroups(List.of(blue, green), List.of(0, 5), new AtomicInteger());
        for (int i = 0; i < 100; i++) {
            assertThat(one.next()).isSameAs(green);
        }
        assertThat(one.byToken("token-g")).isSameAs(green);
        assertThat(new WeightedGroups(List.of(blue, green), List.of(0, 0), new AtomicInteger()).next())
                .isNull();
    }

    @Test
    void aCookieLeadsBackUntilItEnds() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        List<String> set = Cookies.set(Cookies.TARGET, "abc", MINUTE, now);
        assertThat(set).hasSize(2);
        assertThat(set.getFirst()).startsWith("AWSALB=abc-").endsWith("; Expires=Thu, 1 Jan 2026 00:01:00 GMT; Path=/");
        assertThat(set.getLast()).startsWith("AWSALBCORS=abc-").endsWith("; SameSite=None; Secure");
        String cookie = set.getFirst().substring(0, set.getFirst().indexOf(';'));

        assertThat(Cookies.token(List.of("x=y; " + cookie), Cookies.TARGET, now))
                .isEqualTo("abc");
        assertThat(Cookies.token(List.of(cookie.replace("AWSALB=", "AWSALBCORS=")), Cookies.TARGET, now))
                .isEqualTo("abc");
        assertThat(Cookies.token(List.of(cookie), Cookies.TARGET, now.plus(MINUTE)))
                .isNull();
        assertThat(Cookies.token(List.of("AWSALB=nonsense"), Cookies.TARGET, now))
                .isNull();
        assertThat(Cookies.token(List.of("AWSALBX=abc-ffffffffff"), Cookies.TARGET, now))
                .isNull();
    }

    @Test
    void aCookieNamesOnlyATargetThatGetsRequests() {
        TargetState a = healthy("a");
        GroupState group = group(a, state("b", Standing.DRAINING, TargetHealth.HEALTHY));
        assertThat(group.byToken("token-a")).isSameAs(a);
        assertThat(group.byToken("token-b")).isNull();
    }
}
