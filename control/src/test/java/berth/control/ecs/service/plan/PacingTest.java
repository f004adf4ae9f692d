package berth.control.ecs.service.plan;

import static berth.control.ecs.service.plan.ServiceTasks.T0;
import static berth.control.ecs.service.plan.ServiceTasks.ended;
import static berth.control.ecs.service.plan.ServiceTasks.running;
import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.model.Pace;
import berth.control.ecs.service.plan.Pacing.Tally;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.StopCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PacingTest {
    private static final String NEW = "ecs-svc/1";
    private final List<Task> tasks = new ArrayList<>();
    private Pace pace = Pace.FREE;

    @Test
    void theFirstThreeFailingStartsAreNotPutOffAndThenTheDelayDoublesUpToTwentySevenMinutes() {
        List<Long> delays = new ArrayList<>();
        Instant now = T0;
        for (int i = 0; i < 12; i++) {
            now = now.plusSeconds(1);
            failedAt(now);
            look(now);
            delays.add(delay(now));
            now = pace.notBefore() == null ? now : pace.notBefore();
        }

        assertThat(delays).containsExactly(0L, 0L, 10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 1620L, 1620L);
    }

    @Test
    void crashesArePutOffByAtMostAMinute() {
        List<Long> delays = new ArrayList<>();
        Instant now = T0;
        for (int i = 0; i < 10; i++) {
            now = now.plusSeconds(2);
            exited(now.minusSeconds(1), now);
            look(now);
            delays.add(delay(now));
            now = pace.notBefore() == null ? now : pace.notBefore();
        }

        assertThat(delays).containsExactly(0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    }

    @Test
    void tasksOfOneRoundPutTheNextOffOnce() {
        for (int i = 0; i < 10; i++) {
            failedAt(T0.plusMillis(i));
        }
        look(T0.plusSeconds(1));

        assertThat(delay(T0.plusSeconds(1))).isEqualTo(10);
        assertThat(pace.failures()).isEqualTo(10);
    }

    @Test
    void anEndIsCountedOnceHoweverOftenItIsLookedAt() {
        failedAt(T0);
        failedAt(T0);
        look(T0);
        look(T0.plusSeconds(1));
        failedAt(T0);
        look(T0.plusSeconds(2));

        assertThat(pace.failures()).isEqualTo(3);
    }

    @Test
    void aTaskThatGetsToRunningBreaksARowOfFailures() {
        for (int i = 0; i < 4; i++) {
            failedAt(T0.plusSeconds(i));
        }
        look(T0.plusSeconds(4));
        tasks.add(running("ok", NEW, T0.plusSeconds(5)));
        look(T0.plusSeconds(5));

        assertThat(pace.failures()).isZero();
        assertThat(pace.notBefore()).isNull();
    }

    @Test
    void aTaskThatRunBeforeTheFailuresDoesNotBreakTheRow() {
        tasks.add(running("old", NEW, T0.minusSeconds(60)));
        for (int i = 0; i < 3; i++) {
            failedAt(T0.plusSeconds(i));
        }
        look(T0.plusSeconds(4));

        assertThat(pace.failures()).isEqualTo(3);
        assertThat(pace.allows(T0.plusSeconds(4))).isFalse();
    }

    @Test
    void onlyALaterTaskThatStaysForTenSecondsBreaksARowOfCrashes() {
        for (int i = 0; i < 3; i++) {
            exited(T0.plusSeconds(i), T0.plusSeconds(i));
        }
        look(T0.plusSeconds(3));
        tasks.add(running("stays", NEW, T0.plusSeconds(4)));
        look(T0.plusSeconds(13));
        assertThat(pace.crashes()).isEqualTo(3);
        assertThat(Pacing.survivedAt(pace, List.of(NEW), tasks)).isEqualTo(T0.plusSeconds(14));

        look(T0.plusSeconds(14));
        assertThat(pace.crashes()).isZero();
    }

    @Test
    void aTaskThatLivedLongerThanTenSecondsBreaksTheRow() {
        exited(T0, T0.plusSeconds(1));
        exited(T0, T0.plusSeconds(2));
        exited(T0, T0.plusSeconds(10));
        exited(T0.plusSeconds(10), T0.plusSeconds(11));
        look(T0.plusSeconds(12));

        assertThat(pace.crashes()).isEqualTo(1);
        assertThat(pace.notBefore()).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = StopCode.class,
            names = {"USER_INITIATED", "SERVICE_SCHEDULER_INITIATED", "SPOT_INTERRUPTION", "TERMINATION_NOTICE"})
    void aTaskThatSomebodyStoppedIsNoFailure(StopCode code) {
        for (int i = 0; i < 5; i++) {
            tasks.add(ended("t" + i, NEW, null, T0.plusSeconds(i), code));
        }
        look(T0.plusSeconds(9));

        assertThat(pace).isEqualTo(Pace.FREE);
    }

    @Test
    void anOlderDeploymentDoesNotSlowTheNewOneDown() {
        for (int i = 0; i < 5; i++) {
            tasks.add(ended("t" + i, "ecs-svc/0", null, T0.plusSeconds(i), StopCode.TASK_FAILED_TO_START));
        }
        Tally tally = look(T0.plusSeconds(9));

        assertThat(pace.failures()).isZero();
        assertThat(tally.ended()).hasSize(5);
    }

    @Test
    void aClockThatIsPutBackNeitherStopsStartsNorHidesFailures() {
        for (int i = 0; i < 3; i++) {
            failedAt(T0.plusSeconds(i));
        }
        look(T0.plusSeconds(3));
        Instant dayBefore = T0.minusSeconds(86400);
        assertThat(pace.allows(dayBefore)).isTrue();

        look(dayBefore);
        assertThat(pace.failures()).isEqualTo(3);
        failedAt(dayBefore.plusSeconds(1));
        look(dayBefore.plusSeconds(1));
        assertThat(pace.failures()).isEqualTo(4);
        assertThat(pace.allows(dayBefore.plusSeconds(1))).isFalse();
    }

    @Test
    void aClockThatIsPutBackPutsStartsOffForTheRoundsDelayAtMost() {
        for (int i = 0; i < 3; i++) {
            exited(T0.plusSeconds(i), T0.plusSeconds(i));
        }
        look(T0.plusSeconds(3));
        Instant before = T0.minusSeconds(900);
        look(before);
        assertThat(pace.allows(before)).isFalse();
        assertThat(pace.allows(before.plusSeconds(1))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"10,1,1620,10", "10,8,1620,1280", "10,9,1620,1620", "10,5000,1620,1620", "1,7,60,60"})
    void aDelayDoublesUpToItsCap(int first, int round, int longest, int expected) {
        assertThat(Pacing.doubled(Duration.ofSeconds(first), round, Duration.ofSeconds(longest)))
                .hasSeconds(expected);
    }

    private void failedAt(Instant at) {
        tasks.add(ended("t" + tasks.size(), NEW, null, at, StopCode.TASK_FAILED_TO_START));
    }

    private void exited(Instant startedAt, Instant at) {
        tasks.add(ended("t" + tasks.size(), NEW, startedAt, at, StopCode.ESSENTIAL_CONTAINER_EXITED));
    }

    private Tally look(Instant now) {
        Tally tally = Pacing.count(pace, List.of(NEW), tasks, now);
        pace = tally.pace();
        return tally;
    }

    private long delay(Instant now) {
        return pace.allows(now) || pace.notBefore() == null
                ? 0
                : Duration.between(now, pace.notBefore()).toSeconds();
    }
}
