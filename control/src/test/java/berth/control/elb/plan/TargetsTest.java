package berth.control.elb.plan;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.elb.ElbViews;
import berth.control.elb.model.Action;
import berth.control.elb.model.Action.WeightedGroup;
import berth.control.elb.model.ListenerRule;
import berth.control.elb.model.Target;
import berth.control.elb.model.TargetHealth;
import berth.control.store.Change;
import berth.control.store.State;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TargetsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
    private static final String GROUP = "group";
    private static final ListenerRule RULE = new ListenerRule(
            "rule",
            "listener",
            1,
            List.of(),
            List.of(),
            new Action.Forward(List.of(new WeightedGroup(GROUP, 100)), 30),
            new TreeMap<>(),
            NOW);

    private State state = State.EMPTY.with(Change.put(ElbViews.RULES, RULE));

    private void commit(List<Change> changes) {
        state = state.with(changes, 1);
    }

    private TargetHealth health() {
        return Targets.health(state, GROUP, "10.0.0.4", 80);
    }

    @Test
    void theWorkedExampleGoesFromInitialThroughHealthyAndDrainingToUnused() {
        assertThat(health()).isEqualTo(TargetHealth.NOT_REGISTERED);
        commit(Targets.register(state, GROUP, "10.0.0.4", 80, NOW));
        assertThat(health().status()).isEqualTo(TargetHealth.Status.INITIAL);
        Target target = Objects.requireNonNull(ElbViews.target(state, GROUP, "10.0.0.4", 80));
        commit(List.of(Change.put(ElbViews.TARGETS, target.with(TargetHealth.HEALTHY))));
        assertThat(health()).isEqualTo(TargetHealth.HEALTHY);
        commit(Targets.deregister(state, GROUP, "10.0.0.4", 80, NOW.plusSeconds(60)));
        assertThat(health()).isEqualTo(TargetHealth.DRAINING);
        assertThat(ElbViews.targets(state, GROUP))
                .extracting(Target::drainingSince)
                .containsExactly(NOW.plusSeconds(60));
        commit(Targets.register(state, GROUP, "10.0.0.4", 80, NOW.plusSeconds(63)));
        assertThat(health()).isEqualTo(TargetHealth.REGISTERING);
    }

    @Test
    void theSameAgainChangesNothing() {
        commit(Targets.register(state, GROUP, "10.0.0.4", 80, NOW));
        assertThat(Targets.register(state, GROUP, "10.0.0.4", 80, NOW.plusSeconds(1)))
                .isEmpty();
        commit(Targets.deregister(state, GROUP, "10.0.0.4", 80, NOW));
        assertThat(Targets.deregister(state, GROUP, "10.0.0.4", 80, NOW.plusSeconds(1)))
                .isEmpty();
        assertThat(Targets.deregister(state, GROUP, "10.0.0.5", 80, NOW)).isEmpty();
    }

    @Test
    void withoutALoadBalancerATargetIsNotInUse() {
        commit(Targets.register(state, "other", "10.0.0.4", 80, NOW));
        assertThat(Targets.health(state, "other", "10.0.0.4", 80)).isEqualTo(TargetHealth.NOT_IN_USE);
        assertThat(ElbViews.hasLoadBalancer(state, "other")).isFalse();
        assertThat(ElbViews.hasLoadBalancer(state, GROUP)).isTrue();
    }

    @Test
    void weightsAreShiftedAndStickinessStays() {
        List<WeightedGroup> shares = List.of(new WeightedGroup(GROUP, 90), new WeightedGroup("green", 10));
        commit(RuleActions.forward(state, "rule", shares));
        assertThat(Objects.requireNonNull(RuleActions.rule(state, "rule")).action())
                .isEqualTo(new Action.Forward(shares, 30));
        assertThat(RuleActions.forward(state, "rule", shares)).isEmpty();
        assertThat(RuleActions.forward(state, "none", shares)).isEmpty();
        assertThat(ElbViews.hasLoadBalancer(state, "green")).isTrue();
    }
}
