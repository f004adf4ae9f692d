package berth.proxy.health;

import static org.assertj.core.api.Assertions.assertThat;

import berth.routing.CodeMatcher;
import berth.routing.HealthCheck;
import berth.routing.Protocol;
import berth.routing.TargetHealth;
import berth.routing.TargetHealth.Reason;
import berth.routing.TargetHealth.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HealthLifecycleTest {
    private static final HealthCheck CHECK = new HealthCheck(
            true,
            Protocol.HTTP,
            OptionalInt.empty(),
            "/",
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            3,
            2,
            CodeMatcher.of("200-299"));

    private static final List<Outcome> OUTCOMES = List.of(
            new Outcome.Connected(),
            new Outcome.Answered(200),
            new Outcome.Answered(299),
            new Outcome.Answered(404),
            new Outcome.AnsweredGrpc(12),
            new Outcome.AnsweredGrpc(250),
            new Outcome.TimedOut(),
            new Outcome.Broken("refused"));

    private static boolean succeeds(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Connected connected -> true;
            case Outcome.Answered answered -> answered.code() < 300;
            case Outcome.AnsweredGrpc answered -> answered.code() == 250;
            case Outcome.TimedOut timedOut -> false;
            case Outcome.Broken broken -> false;
        };
    }

    private static Standing standing(State state, int successes, int failures) {
        return new Standing(new TargetHealth(state, null, state.word()), successes, failures, 0);
    }

    /// Every state with every count and every outcome.
    @ParameterizedTest
    @EnumSource(State.class)
    void movesByThresholdsFromEveryState(State state) {
        boolean down = state == State.UNHEALTHY || state == State.UNHEALTHY_DRAINING || state == State.DRAINING;
        for (Outcome outcome : OUTCOMES) {
            for (int count = 0; count <= 3; count++) {
                boolean success = succeeds(outcome);
                Standing before = standing(state, success ? count : 0, success ? 0 : Math.min(count, 2));
                Standing after = HealthLifecycle.next(
                        before, CHECK, outcome, Duration.ofHours(1).toNanos());
                State expected = success
                        ? (!down || count + 1 >= 3 ? State.HEALTHY : state)
                        : (down || Math.min(count, 2) + 1 >= 2 ? State.UNHEALTHY : state);
                assertThat(after.health().state())
                        .as("%s after %d and then %s", state, count, outcome)
                        .isEqualTo(expected);
                assertThat(success ? after.failures() : after.successes()).isZero();
            }
        }
    }

    static List<Outcome> failures() {
        return OUTCOMES.stream().filter(outcome -> !succeeds(outcome)).toList();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysWhyInElbsWords(Outcome outcome) {
        TargetHealth health = HealthLifecycle.next(standing(State.HEALTHY, 0, 1), CHECK, outcome, 1)
                .health();
        TargetHealth expected = switch (outcome) {
            case Outcome.Answered answered ->
                new TargetHealth(
                        State.UNHEALTHY,
                        Reason.TARGET_RESPONSE_CODE_MISMATCH,
                        "Health checks failed with these codes: [404]");
            case Outcome.AnsweredGrpc answered ->
                new TargetHealth(
                        State.UNHEALTHY,
                        Reason.TARGET_RESPONSE_CODE_MISMATCH,
                        "Health checks failed with these codes: [12]");
            case Outcome.TimedOut timedOut ->
                new TargetHealth(State.UNHEALTHY, Reason.TARGET_TIMEOUT, "Request timed out");
            case Outcome.Broken broken ->
                new TargetHealth(State.UNHEALTHY, Reason.TARGET_FAILED_HEALTH_CHECKS, "Health checks failed");
            case Outcome.Connected connected -> throw new AssertionError("is a success");
        };
        assertThat(health).isEqualTo(expected);
    }

    /// The example of [HealthLifecycle]: it refuses connections from the start.
    @Test
    void aTargetThatNeverAnswersIsUnhealthyAfterAnIntervalAndNotBefore() {
        Standing standing = Standing.NEW;
        List<State> states = new ArrayList<>();
        long at = 0;
        while (at <= Duration.ofSeconds(30).toNanos()) {
            standing = HealthLifecycle.next(standing, CHECK, new Outcome.Broken("refused"), at);
            states.add(standing.health().state());
            at += HealthLifecycle.interval(standing, CHECK).toNanos();
        }
        assertThat(states.subList(0, states.size() - 1)).containsOnly(State.INITIAL);
        assertThat(states.getLast()).isEqualTo(State.UNHEALTHY);
        assertThat(states).hasSize(121);
        assertThat(HealthLifecycle.interval(standing, CHECK)).isEqualTo(CHECK.interval());
    }

    @Test
    void aSlowStarterIsHealthyWithItsFirstAnswer() {
        Standing standing = Standing.NEW;
        for (int i = 0; i < 13; i++) {
            standing = HealthLifecycle.next(standing, CHECK, new Outcome.Broken("refused"), i * 250_000_000L);
        }
        standing = HealthLifecycle.next(standing, CHECK, new Outcome.Answered(200), 3_250_000_000L);
        assertThat(standing.health()).isEqualTo(TargetHealth.HEALTHY);
        assertThat(HealthLifecycle.interval(standing, CHECK)).isEqualTo(CHECK.interval());
    }

    @Test
    void oneFailureAmongSuccessesIsForgotten() {
        Standing standing = standing(State.HEALTHY, 3, 0);
        for (int i = 0; i < 10; i++) {
            Outcome outcome = i % 2 == 0 ? new Outcome.TimedOut() : new Outcome.Answered(200);
            standing = HealthLifecycle.next(standing, CHECK, outcome, i);
            assertThat(standing.health()).isEqualTo(i % 2 == 0 ? standing.health() : TargetHealth.HEALTHY);
            assertThat(standing.health().state()).isEqualTo(State.HEALTHY);
        }
    }
}
