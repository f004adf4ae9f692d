package berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.EngineFault.Kind;
import berth.kernel.host.ContainerState;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Health;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.RestartPolicy;
import berth.kernel.host.Restarts;
import berth.kernel.host.Ties;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Containers that are started again in place, through the supervisor and the report.
class RestartTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant SECOND = FIRST.plusSeconds(61);
    private static final RestartPolicy POLICY = new RestartPolicy(true, List.of(2), Duration.ofSeconds(60));

    private final TaskSupervisor supervisor = Tasks.supervisor();
    private final Set<String> idle = new TreeSet<>();
    private final DesiredContainer web = Tasks.container("web").with(new Ties(List.of(), null, POLICY));
    private final DesiredTask task = Tasks.bridge("t", true, web);

    @ParameterizedTest
    @CsvSource({"1, 60, true", "1, 59, false", "2, 60, false", "2, 999, false", "0, 60, true", "137, 3600, true"})
    void theWorkedExampleOfThePolicy(int exitCode, long seconds, boolean again) {
        assertThat(POLICY.restarts(exitCode, Duration.ofSeconds(seconds))).isEqualTo(again);
    }

    @Test
    void aPolicyThatIsNotEnabledRestartsNothing() {
        assertThat(new RestartPolicy(false, List.of(), null).restarts(1, Duration.ofDays(1)))
                .isFalse();
    }

    @Test
    void withoutAPeriodARunMustLastForFiveMinutes() {
        RestartPolicy policy = new RestartPolicy(true, List.of(), null);
        assertThat(policy.restarts(1, Duration.ofSeconds(299))).isFalse();
        assertThat(policy.restarts(1, Duration.ofSeconds(300))).isTrue();
    }

    @Test
    void startsAnEssentialContainerAgainAndSaysThatItRuns() {
        TaskNow now = seen(run(FIRST, null), run(FIRST, 1));
        assertThat(supervisor.decide(task, now, idle))
                .containsExactly(new EngineAction.Restart(task.arn(), "web", "web", FIRST));
        ObservedContainer reported = reported(task, now);
        assertThat(reported.state()).isEqualTo(ContainerState.RUNNING);
        assertThat(reported.exitCode()).isNull();
        assertThat(reported.finishedAt()).isNull();
        assertThat(reported.restarts()).isEqualTo(new Restarts(0, FIRST));

        TaskNow again = now.withContainer("web", now.container("web").seen(run(SECOND, null)));
        assertThat(supervisor.decide(task, again, idle)).isEmpty();
        assertThat(reported(task, again).restarts()).isEqualTo(new Restarts(1, SECOND));
    }

    @Test
    void anExitThatTheAgentDoesNotKnowTheTaskOfYetIsNoEnd() {
        ObservedContainer reported = new TaskReport(supervisor)
                .of(null, seen(run(FIRST, 1)), idle)
                .containers()
                .getFirst();
        assertThat(reported.state()).isEqualTo(ContainerState.RUNNING);
    }

    @Test
    void anExitWithAnIgnoredCodeIsTheEnd() {
        TaskNow now = seen(run(FIRST, null), run(FIRST, 2));
        assertThat(supervisor.decide(task, now, idle)).isEmpty();
        assertThat(reported(task, now).state()).isEqualTo(ContainerState.STOPPED);
        assertThat(reported(task, now).exitCode()).isEqualTo(2);
    }

    @Test
    void aTaskThatIsToStopRestartsNothing() {
        TaskNow now = seen(run(FIRST, 143));
        DesiredTask stop = Tasks.bridge("t", false, web);
        assertThat(supervisor.decide(stop, now, idle)).isEmpty();
        assertThat(reported(stop, now).state()).isEqualTo(ContainerState.STOPPED);
        assertThat(reported(stop, now).exitCode()).isEqualTo(143);
        assertThat(supervisor.over(stop, now, idle)).isTrue();
    }

    @Test
    void whatWasStartedAgainInAStoppedTaskIsStopped() {
        TaskNow now = seen(run(FIRST, 1), run(SECOND, null));
        assertThat(supervisor.decide(Tasks.bridge("t", false, web), now, idle))
                .extracting(EngineAction::attemptKey)
                .containsExactly("stop web");
    }

    @Test
    void theExitStandsWhereStartingAgainFailsForGood() {
        TaskNow failed = seen(run(FIRST, 1))
                .withAttempt(
                        EngineAction.restartKey("web"), new Attempt(1, Tasks.fault(Kind.PORT_TAKEN), "web", false));
        assertThat(supervisor.decide(task, failed, idle)).isEmpty();
        assertThat(reported(task, failed).state()).isEqualTo(ContainerState.STOPPED);
        assertThat(reported(task, failed).exitCode()).isEqualTo(1);
    }

    @Test
    void countsRunsInWhateverOrderInspectionsArrive() {
        ContainerNow now = ContainerNow.UNSEEN.seen(run(FIRST, null));
        assertThat(now.seen(run(SECOND, null)).restarts())
                .as("the exit was missed")
                .isEqualTo(1);
        assertThat(now.seen(run(SECOND, 1)).restarts()).isEqualTo(1);
        ContainerNow second = now.seen(run(FIRST, 1)).seen(run(SECOND, null));
        assertThat(second.seen(run(FIRST, 1))).as("a late inspection").isEqualTo(second);
        assertThat(second.seen(run(SECOND, null)).restarts()).isEqualTo(1);
    }

    @Test
    void goesOnCountingWhereTheLastAgentEnded() {
        ContainerNow second = ContainerNow.UNSEEN.seen(run(SECOND, null));
        assertThat(second.told(Restarts.NONE).restarts()).isZero();
        assertThat(second.told(new Restarts(3, SECOND)).restarts()).isEqualTo(3);
        assertThat(second.told(new Restarts(3, FIRST)).restarts())
                .as("it was started again and nobody heard")
                .isEqualTo(4);
        ContainerNow told = second.told(new Restarts(3, FIRST));
        assertThat(told.told(new Restarts(3, FIRST)).restarts()).isEqualTo(4);
    }

    @Test
    void aContainerWithoutAPolicyThatSomebodyStartsAgainIsStopped() {
        EngineContainer exit = Tasks.engine("web", Status.EXITED, FIRST, 1, Health.UNKNOWN);
        EngineContainer later = Tasks.engine("web", Status.RUNNING, SECOND, null, Health.UNKNOWN);
        assertThat(ContainerNow.UNSEEN.seen(exit).seen(later).again()).isTrue();
    }

    private TaskNow seen(EngineContainer... inspections) {
        ContainerNow now = ContainerNow.UNSEEN;
        for (EngineContainer inspection : inspections) {
            now = now.seen(inspection);
        }
        return TaskNow.unseen(task.arn()).withContainer("web", now);
    }

    private ObservedContainer reported(DesiredTask wanted, TaskNow now) {
        return new TaskReport(supervisor).of(wanted, now, idle).containers().getFirst();
    }

    /// A run of `web` of a minute, over or not.
    private static EngineContainer run(Instant startedAt, @Nullable Integer exitCode) {
        return new EngineContainer(
                "web",
                "ecs-web",
                "sha256:1",
                new LinkedHashMap<>(Map.of(Labels.RESTART, Labels.text(POLICY))),
                exitCode == null ? Status.RUNNING : Status.EXITED,
                FIRST,
                startedAt,
                exitCode == null ? null : startedAt.plusSeconds(60),
                exitCode,
                false,
                null,
                Health.UNKNOWN,
                List.of(),
                0);
    }
}
