package berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.EngineFault.Kind;
import berth.kernel.host.ContainerState;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Health;
import berth.kernel.host.LogRoute;
import berth.kernel.host.Ties;
import berth.kernel.host.Ties.Condition;
import berth.kernel.host.Ties.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rule and the worked example of [Dependencies], through the supervisor.
class DependenciesTest {
    private static final Instant STARTED = Instant.parse("2026-01-01T12:00:00Z");

    private final TaskSupervisor supervisor = Tasks.supervisor();
    private final Set<String> idle = new TreeSet<>();
    private final DesiredContainer web = Tasks.container("web")
            .with(new Ties(
                    List.of(new Dependency("init", Condition.SUCCESS), new Dependency("db", Condition.HEALTHY)), null));
    private final DesiredTask task =
            Tasks.bridge("t", true, web, tied(false, "init", null), tied(true, "db", Duration.ofSeconds(30)));
    private final TaskNow created = put(
            put(put(pulled(task), Tasks.engine("web", Status.CREATED)), Tasks.engine("init", Status.CREATED)),
            Tasks.engine("db", Status.CREATED));

    @Test
    void aContainerThatWaitsDoesNotHoldBackThoseAfterIt() {
        assertThat(decided(task, created)).containsExactly("start init");
        assertThat(decided(task, put(created, running("init", Health.UNKNOWN)))).containsExactly("start db");
    }

    @Test
    void startsOnceEveryConditionHolds() {
        TaskNow over = put(created, exited("init", 0));
        assertThat(decided(task, put(over, running("db", Health.UNKNOWN)))).isEmpty();
        assertThat(decided(task, put(over, running("db", Health.HEALTHY)))).containsExactly("start web");
        assertThat(decided(task, put(put(created, running("init", Health.UNKNOWN)), running("db", Health.HEALTHY))))
                .isEmpty();
    }

    @Test
    void isPendingWhileItWaits() {
        TaskNow now = put(put(created, exited("init", 0)), running("db", Health.UNKNOWN));
        assertThat(new TaskReport(supervisor).of(task, now, idle).containers())
                .extracting(container -> container.state())
                .containsExactly(ContainerState.CREATED, ContainerState.STOPPED, ContainerState.RUNNING);
    }

    @Test
    void neverStartsAfterAnExitThatWasNoSuccess() {
        TaskNow now = put(put(created, exited("init", 3)), running("db", Health.HEALTHY));
        String why = "CannotStartContainerError: dependency graph: failed to resolve container ordering dependency"
                + " [init(nginx) (STOPPED->STOPPED) - Exit: 3] for target [web(nginx) (PULLED->RUNNING)] as dependency"
                + " did not exit successfully.";
        assertThat(supervisor.blocked(task, now, idle, STARTED))
                .containsOnlyKeys("web")
                .containsEntry("web", why);

        TaskNow kept = now.withBlocked("web", why);
        assertThat(decided(task, kept)).containsExactly("stop db");
        assertThat(new TaskReport(supervisor).of(task, kept, idle).containers().getFirst())
                .satisfies(container -> {
                    assertThat(container.state()).isEqualTo(ContainerState.STOPPED);
                    assertThat(container.error()).isEqualTo(why);
                    assertThat(container.exitCode()).isNull();
                });
    }

    @Test
    void neverStartsOnceTheOtherHasRunForItsStartTimeout() {
        TaskNow now = put(put(created, exited("init", 0)), running("db", Health.UNKNOWN));
        assertThat(supervisor.deadline(task, now, idle)).isEqualTo(STARTED.plusSeconds(30));
        assertThat(supervisor.blocked(task, now, idle, STARTED.plusSeconds(29))).isEmpty();
        assertThat(supervisor.blocked(task, now, idle, STARTED.plusSeconds(30)).get("web"))
                .endsWith("container ordering dependency [db(nginx) (RUNNING->RUNNING)] for target [web(nginx)"
                        + " (PULLED->RUNNING)] has timed out.");
    }

    @Test
    void aConditionThatHoldsIsEnoughHoweverLateItIs() {
        TaskNow now = put(put(created, exited("init", 0)), running("db", Health.HEALTHY));
        assertThat(supervisor.blocked(task, now, idle, STARTED.plusSeconds(99))).isEmpty();
        assertThat(supervisor.deadline(task, now, idle)).isNull();
    }

    @Test
    void neverStartsWithoutWhatNeverWillRun() {
        TaskNow now = created.withContainer("init", ContainerNow.UNSEEN)
                .withAttempt(EngineAction.createKey("init"), new Attempt(1, Tasks.fault(Kind.REFUSED), null, true));
        assertThat(supervisor.blocked(task, now, idle, STARTED).get("web"))
                .endsWith("because dependency will never start");
    }

    @Test
    void isNotBlockedByWhatIsStoppedWithTheTask() {
        TaskNow now = put(put(created, exited("init", 137)), running("db", Health.UNKNOWN));
        DesiredTask stopped = Tasks.bridge("t", false, task.containers().toArray(new DesiredContainer[0]));
        assertThat(supervisor.blocked(stopped, now, idle, STARTED.plusSeconds(99)))
                .isEmpty();
        assertThat(supervisor.deadline(stopped, now, idle)).isNull();
    }

    @Test
    void isNotBlockedWhileItIsBeingStarted() {
        TaskNow now = put(created, exited("init", 3));
        Set<String> starting = new TreeSet<>(Set.of(EngineAction.containerSubject(task.arn(), "web")));
        assertThat(supervisor.blocked(task, now, starting, STARTED)).isEmpty();
    }

    @Test
    void stopsThoseThatDependBeforeWhatTheyDependOn() {
        DesiredTask stop = Tasks.bridge("t", false, task.containers().toArray(new DesiredContainer[0]));
        TaskNow now = put(
                put(put(created, exited("init", 0)), running("db", Health.HEALTHY)), running("web", Health.UNKNOWN));
        assertThat(decided(stop, now)).containsExactly("stop web");
        Set<String> stopping = new TreeSet<>(Set.of(EngineAction.containerSubject(task.arn(), "web")));
        assertThat(supervisor.decide(stop, now, stopping)).isEmpty();
        assertThat(decided(stop, put(now, exited("web", 143)))).containsExactly("stop db");
    }

    /// The whole table of conditions: what is decided for `web`, which waits for `dep`.
    @ParameterizedTest
    @CsvSource({
        "START,    created,   waits",
        "START,    running,   starts",
        "START,    healthy, starts",
        "START,    exited_0,  starts",
        "START,    exited_1,  starts",
        "COMPLETE, created,   waits",
        "COMPLETE, running,   waits",
        "COMPLETE, healthy, waits",
        "COMPLETE, exited_0,  starts",
        "COMPLETE, exited_1,  starts",
        "SUCCESS,  created,   waits",
        "SUCCESS,  running,   waits",
        "SUCCESS,  healthy, waits",
        "SUCCESS,  exited_0,  starts",
        "SUCCESS,  exited_1,  never",
        "HEALTHY,  created,   waits",
        "HEALTHY,  running,   waits",
        "HEALTHY,  healthy, starts",
        "HEALTHY,  exited_0,  never",
        "HEALTHY,  exited_1,  never"
    })
    void eachConditionInEachState(Condition condition, String state, String expected) {
        DesiredTask two = Tasks.bridge(
                "t",
                true,
                Tasks.container("web").with(new Ties(List.of(new Dependency("dep", condition)), null)),
                tied(false, "dep", null));
        TaskNow now = put(put(pulled(two), Tasks.engine("web", Status.CREATED)), dep(state));

        boolean starts = decided(two, now).contains("start web");
        boolean never =
                !supervisor.blocked(two, now, idle, STARTED.plusSeconds(999)).isEmpty();
        assertThat(starts ? "starts" : never ? "never" : "waits").isEqualTo(expected);
    }

    private static EngineContainer dep(String state) {
        return switch (state) {
            case "created" -> Tasks.engine("dep", Status.CREATED);
            case "running" -> running("dep", Health.UNKNOWN);
            case "healthy" -> running("dep", Health.HEALTHY);
            case "exited_0" -> exited("dep", 0);
            case "exited_1" -> exited("dep", 1);
            default -> throw new IllegalArgumentException(state);
        };
    }

    private List<String> decided(DesiredTask wanted, TaskNow now) {
        return supervisor.decide(wanted, now, idle).stream()
                .map(EngineAction::attemptKey)
                .toList();
    }

    private static DesiredContainer tied(boolean essential, String name, @Nullable Duration startTimeout) {
        DesiredContainer container =
                Tasks.container(name, essential, false, List.of(), new LogRoute.JsonFile(new LinkedHashMap<>()));
        return container.with(new Ties(List.of(), startTimeout));
    }

    private static TaskNow pulled(DesiredTask task) {
        return TaskNow.unseen(task.arn()).withImage("nginx", Tasks.image());
    }

    private static TaskNow put(TaskNow now, EngineContainer container) {
        String name = container.name().substring("ecs-".length());
        return now.withContainer(name, ContainerNow.UNSEEN.seen(container));
    }

    private static EngineContainer running(String name, Health health) {
        return Tasks.engine(name, Status.RUNNING, STARTED, null, health);
    }

    private static EngineContainer exited(String name, int code) {
        return Tasks.engine(name, Status.EXITED, STARTED, code, Health.UNKNOWN);
    }
}
