package berth.control.ecs.service.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.plan.Copy.Phase;
import berth.control.ecs.service.plan.Step.Why;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DaemonPlannerTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private final List<Copy> copies = new ArrayList<>();
    private final TreeSet<String> draining = new TreeSet<>();
    private final TreeSet<String> busy = new TreeSet<>();
    private List<String> hosts = List.of("a", "b", "c", "d");
    private int minimum = 50;

    @Test
    void theWorkedExample() {
        hosts.forEach(host -> copy(host, 1, Phase.HEALTHY));

        assertThat(stopped(plan())).containsExactly("a1", "b1");
        replace("a", Phase.STOPPING, 1);
        replace("b", Phase.STOPPING, 1);
        assertThat(plan().nothing()).isTrue();
        gone("a");
        gone("b");
        assertThat(plan().hosts()).containsExactly("a", "b");
        copy("a", 0, Phase.STARTING);
        copy("b", 0, Phase.STARTING);
        assertThat(plan().nothing()).isTrue();
        replace("a", Phase.HEALTHY, 0);
        replace("b", Phase.HEALTHY, 0);
        assertThat(stopped(plan())).containsExactly("c1", "d1");
    }

    @Test
    void atTheDefaultOfZeroPercentAllOldOnesGoAtOnce() {
        minimum = 0;
        hosts.forEach(host -> copy(host, 1, Phase.HEALTHY));

        assertThat(stopped(plan())).containsExactly("a1", "b1", "c1", "d1");
    }

    @Test
    void anInstanceThatJoinsGetsOne() {
        List.of("a", "b", "c").forEach(host -> copy(host, 0, Phase.HEALTHY));

        Step step = plan();

        assertThat(step.hosts()).containsExactly("d");
        assertThat(step.steady()).isFalse();
    }

    @Test
    void withAHealthyOneOnEachItIsSteady() {
        hosts.forEach(host -> copy(host, 0, Phase.HEALTHY));

        assertThat(plan().steady()).isTrue();
        assertThat(plan().nothing()).isTrue();
    }

    @Test
    void nothingStartsWhereOneIsStillStopping() {
        List.of("a", "b", "c").forEach(host -> copy(host, 0, Phase.HEALTHY));
        copy("d", 0, Phase.STOPPING);

        assertThat(plan().start()).isZero();
        assertThat(plan().steady()).isFalse();
    }

    @Test
    void aDrainingInstanceLosesItsDaemonLast() {
        hosts = List.of("a", "c", "d");
        draining.add("b");
        busy.add("b");
        List.of("a", "b", "c", "d").forEach(host -> copy(host, 0, Phase.HEALTHY));

        assertThat(plan().nothing()).isTrue();
        busy.clear();
        Step step = plan();

        assertThat(stopped(step)).containsExactly("b0");
        assertThat(step.stops().getFirst().why()).isEqualTo(Why.DRAINING);
        assertThat(step.start()).isZero();
    }

    @Test
    void anUnhealthyOneIsStoppedAndStartedAnew() {
        List.of("a", "b", "c").forEach(host -> copy(host, 0, Phase.HEALTHY));
        copy("d", 0, Phase.UNHEALTHY);

        Step step = plan();

        assertThat(stopped(step)).containsExactly("d0");
        assertThat(step.stops().getFirst().why()).isEqualTo(Why.UNHEALTHY);
        assertThat(step.start()).isZero();
    }

    @Test
    void aSecondOneOnAnInstanceIsStopped() {
        hosts.forEach(host -> copy(host, 0, Phase.HEALTHY));
        copies.add(copyOf("a-again", "a", 0, Phase.STARTING, false));

        assertThat(stopped(plan())).containsExactly("a-again");
    }

    @Test
    void protectedOnesHoldADeploymentUpAndAreNamed() {
        hosts = List.of("a");
        minimum = 0;
        copies.add(copyOf("a1", "a", 1, Phase.HEALTHY, true));

        Step step = plan();

        assertThat(step.stops()).isEmpty();
        assertThat(step.held()).extracting(Copy::id).containsExactly("a1");
    }

    @Test
    void oneHostAtFiftyPercentIsStuck() {
        hosts = List.of("a");
        copy("a", 1, Phase.HEALTHY);

        assertThat(plan().stuck()).isTrue();
    }

    @Test
    void withoutInstancesThereIsNothingToDo() {
        hosts = List.of();

        assertThat(plan().steady()).isTrue();
    }

    private Step plan() {
        int desired = hosts.size();
        int lower = Math.ceilDiv(desired * minimum, 100);
        return DaemonPlanner.plan(
                new Situation(desired, lower, desired, true, true, -1, 0, copies),
                new DaemonFleet(hosts, draining, busy));
    }

    private void copy(String host, int deployment, Phase phase) {
        copies.add(copyOf(host + deployment, host, deployment, phase, false));
    }

    private void replace(String host, Phase phase, int deployment) {
        gone(host);
        copy(host, deployment, phase);
    }

    private void gone(String host) {
        copies.removeIf(copy -> copy.host().equals(host));
    }

    private static Copy copyOf(String id, String host, int deployment, Phase phase, boolean guarded) {
        return new Copy(id, deployment, phase, "us-east-1a", host, AT, guarded, false);
    }

    private static List<String> stopped(Step step) {
        return step.stops().stream().map(stop -> stop.copy().id()).toList();
    }
}
