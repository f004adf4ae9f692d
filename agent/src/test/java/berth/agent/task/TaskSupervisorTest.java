package berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.EngineFault.Kind;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.ContainerState;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.LogRoute;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.PortBinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TaskSupervisorTest {
    private final TaskSupervisor supervisor = Tasks.supervisor();
    private final TaskReport report = new TaskReport(supervisor);
    private final DesiredTask two = Tasks.bridge("t", true, Tasks.container("web"), Tasks.container("log"));
    private final Set<String> idle = new TreeSet<>();

    @Test
    void pullsAnImageOnceForAllContainers() {
        assertThat(supervisor.decide(two, TaskNow.unseen(two.arn()), idle))
                .containsExactly(new EngineAction.Pull(two.arn(), "nginx", null));
    }

    @Test
    void createsSideBySideAndStartsInTheOrderOfTheDefinition() {
        TaskNow pulled = TaskNow.unseen(two.arn()).withImage("nginx", Tasks.image());
        assertThat(keys(supervisor.decide(two, pulled, idle))).containsExactly("create web", "create log");
        TaskNow second = put(pulled, "log", Status.CREATED);
        assertThat(keys(supervisor.decide(two, second, busyWith("web")))).isEmpty();
        TaskNow both = put(second, "web", Status.CREATED);
        assertThat(keys(supervisor.decide(two, both, idle))).containsExactly("start web");
        assertThat(keys(supervisor.decide(two, put(both, "web", Status.RUNNING), idle)))
                .containsExactly("start log");
    }

    @Test
    void stopsTheOthersWhenAnEssentialContainerExits() {
        TaskNow now = put(put(TaskNow.unseen(two.arn()), "web", Status.EXITED), "log", Status.RUNNING);
        assertThat(keys(supervisor.decide(two, now, idle))).containsExactly("stop log");
    }

    @Test
    void goesOnWhenAContainerThatIsNotEssentialExits() {
        DesiredTask task = Tasks.bridge("t", true, sidecar("init"), Tasks.container("web"));
        TaskNow now = put(put(TaskNow.unseen(task.arn()), "init", Status.EXITED), "web", Status.CREATED);
        assertThat(keys(supervisor.decide(task, now, idle))).containsExactly("start web");
    }

    @Test
    void stopsInReverseOrder() {
        DesiredTask stop = Tasks.bridge("t", false, Tasks.container("web"), Tasks.container("log"));
        TaskNow now = put(put(TaskNow.unseen(stop.arn()), "web", Status.RUNNING), "log", Status.RUNNING);
        assertThat(keys(supervisor.decide(stop, now, idle))).containsExactly("stop log", "stop web");
    }

    @Test
    void doesNotStartWhatWasCreatedWhenTheTaskIsToStop() {
        DesiredTask stop = Tasks.bridge("t", false, Tasks.container("web"));
        TaskNow now = put(TaskNow.unseen(stop.arn()), "web", Status.CREATED);
        assertThat(supervisor.decide(stop, now, idle)).isEmpty();
        assertThat(states(report.of(stop, now, idle).containers())).containsExactly(ContainerState.STOPPED);
        assertThat(states(report.of(stop, now, busyWith("web")).containers())).containsExactly(ContainerState.CREATED);
    }

    @Test
    void opensTheInterfaceWhileItPulls() {
        DesiredTask task = Tasks.awsvpc("t", true, Tasks.container("web"));
        assertThat(keys(supervisor.decide(task, TaskNow.unseen(task.arn()), idle)))
                .containsExactly("pull nginx", "open eni-t");
    }

    @Test
    void createsInTheNamespaceOfTheRunningPause() {
        DesiredTask task = Tasks.awsvpc("t", true, Tasks.container("web"));
        TaskNow pulled = TaskNow.unseen(task.arn()).withImage("nginx", Tasks.image());
        assertThat(keys(supervisor.decide(task, pulled.withPause(Tasks.engine("p", Status.CREATED)), idle)))
                .containsExactly("open eni-t");
        EngineAction only = supervisor
                .decide(task, pulled.withPause(Tasks.engine("p", Status.RUNNING)), idle)
                .getFirst();
        assertThat(only).isInstanceOfSatisfying(EngineAction.Create.class, create -> {
            assertThat(create.request().networkMode()).isEqualTo("container:p");
            assertThat(create.request().dropNetRaw()).isTrue();
        });
    }

    @Test
    void aDeadPauseStopsTheTaskWithAReason() {
        DesiredTask task = Tasks.awsvpc("t", true, Tasks.container("web"));
        TaskNow now =
                put(TaskNow.unseen(task.arn()), "web", Status.RUNNING).withPause(Tasks.engine("p", Status.EXITED));
        assertThat(keys(supervisor.decide(task, now, idle))).containsExactly("stop web");
        assertThat(report.of(task, now, idle).networkError())
                .isEqualTo("ContainerNetworkingError: the container that held the namespace of eni-t"
                        + " (172.31.0.10) is gone, it exited with code 1");
    }

    @Test
    void aPauseThatDiedBeforeAnyContainerIsReplaced() {
        DesiredTask task = Tasks.awsvpc("t", true, Tasks.container("web"));
        TaskNow now = TaskNow.unseen(task.arn())
                .withImage("nginx", Tasks.image())
                .withPause(Tasks.engine("p", Status.EXITED));
        assertThat(keys(supervisor.decide(task, now, idle))).containsExactly("close eni-t");
        assertThat(keys(supervisor.decide(task, now.withPause(null), idle))).containsExactly("open eni-t");
    }

    @Test
    void closesTheInterfaceOnceNothingRuns() {
        DesiredTask stop = Tasks.awsvpc("t", false, Tasks.container("web"));
        TaskNow running =
                put(TaskNow.unseen(stop.arn()), "web", Status.RUNNING).withPause(Tasks.engine("p", Status.RUNNING));
        assertThat(keys(supervisor.decide(stop, running, busyWith("web")))).isEmpty();
        assertThat(keys(supervisor.decide(stop, put(running, "web", Status.EXITED), idle)))
                .containsExactly("close eni-t");
    }

    @Test
    void anEssentialContainerThatCannotBePulledStopsTheTask() {
        DesiredTask task = Tasks.bridge("t", true, sidecar("a"), Tasks.container("web"));
        TaskNow now = put(TaskNow.unseen(task.arn()), "a", Status.RUNNING)
                .withAttempt("pull nginx", new Attempt(5, Tasks.fault(Kind.UNAVAILABLE), null, true));
        assertThat(keys(supervisor.decide(task, now, idle))).containsExactly("stop a");
        ObservedContainer web = report.of(task, now, idle).containers().get(1);
        assertThat(web.state()).isEqualTo(ContainerState.STOPPED);
        assertThat(web.error())
                .isEqualTo("CannotPullContainerError: ref pull has been retried 4 time(s): no UNAVAILABLE");
    }

    @Test
    void callsEachFailureByItsEcsName() {
        DesiredTask task = Tasks.bridge("t", true, Tasks.container("web"));
        TaskNow now = TaskNow.unseen(task.arn());
        assertThat(error(task, now.withAttempt("pull nginx", once(Kind.UNAUTHORIZED))))
                .isEqualTo("CannotPullContainerError: no UNAUTHORIZED");
        assertThat(error(task, now.withAttempt("create web", once(Kind.REFUSED))))
                .isEqualTo("CannotCreateContainerError: no REFUSED");
        assertThat(error(task, put(now, "web", Status.CREATED).withAttempt("start web", once(Kind.PORT_TAKEN))))
                .isEqualTo("CannotStartContainerError: no PORT_TAKEN");
        assertThat(error(task, now.withContainer("web", new ContainerNow(null, true, false))))
                .isEqualTo("ContainerVanishedError: No container matching saved ID found");
    }

    @Test
    void aTakenDynamicPortIsGivenUpAfterTwelveTries() {
        assertThat(Retry.startOver(new Attempt(11, Tasks.fault(Kind.PORT_TAKEN), "x", false), true))
                .isFalse();
        assertThat(Retry.startOver(new Attempt(12, Tasks.fault(Kind.PORT_TAKEN), "x", false), true))
                .isTrue();
    }

    @Test
    void stopsAnUnknownTaskByItsLabels() {
        LinkedHashMap<String, String> labels = new LinkedHashMap<>();
        labels.put(Labels.STOP_TIMEOUT, "7");
        TaskNow now = TaskNow.unseen("x")
                .withContainer("web", ContainerNow.UNSEEN.seen(Tasks.engine("id", Status.RUNNING, null, labels)));
        assertThat(supervisor.decide(null, now, idle))
                .containsExactly(new EngineAction.Stop("x", "web", "id", java.time.Duration.ofSeconds(7)));
    }

    @Test
    void publishedPortsAreToldOnceTheContainerRuns() {
        List<PortBinding> ports = List.of(new PortBinding("127.0.0.1", 80, 61_000, "tcp"));
        DesiredTask task = Tasks.bridge("t", true, Tasks.container("web"));
        assertThat(bindings(task, Tasks.published("web", Status.CREATED, ports)))
                .isEmpty();
        assertThat(bindings(task, Tasks.published("web", Status.RUNNING, ports)))
                .isEqualTo(ports);
        assertThat(bindings(task, Tasks.published("web", Status.EXITED, ports))).isEqualTo(ports);
    }

    private List<PortBinding> bindings(DesiredTask task, EngineContainer web) {
        TaskNow now = TaskNow.unseen(task.arn()).withContainer("web", ContainerNow.UNSEEN.seen(web));
        return report.of(task, now, idle).containers().getFirst().bindings();
    }

    private String error(DesiredTask task, TaskNow now) {
        return String.valueOf(report.of(task, now, idle).containers().getFirst().error());
    }

    private static Attempt once(Kind kind) {
        return new Attempt(1, Tasks.fault(kind), "web", true);
    }

    private static DesiredContainer sidecar(String name) {
        DesiredContainer one =
                Tasks.container(name, false, false, List.of(), new LogRoute.JsonFile(new LinkedHashMap<>()));
        return new DesiredContainer(
                one.arn(),
                name,
                "busybox",
                null,
                false,
                false,
                0,
                null,
                64,
                List.of(),
                null,
                null,
                one.environment(),
                null,
                one.stopTimeout(),
                one.log(),
                null,
                ContainerSettings.NONE);
    }

    private Set<String> busyWith(String name) {
        return new TreeSet<>(Set.of(EngineAction.containerSubject(two.arn(), name)));
    }

    private static TaskNow put(TaskNow now, String name, Status status) {
        return now.withContainer(name, ContainerNow.UNSEEN.seen(Tasks.engine(name, status)));
    }

    private static List<String> keys(List<EngineAction> actions) {
        return actions.stream().map(EngineAction::attemptKey).toList();
    }

    private static List<ContainerState> states(List<ObservedContainer> containers) {
        return containers.stream().map(ObservedContainer::state).toList();
    }
}
