package berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.Joins;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.LogRoute;
import berth.kernel.host.Namespaces;
import berth.kernel.host.Namespaces.Mode;
import berth.kernel.host.Ties;
import berth.kernel.host.Ties.Condition;
import berth.kernel.host.Ties.Dependency;
import berth.kernel.host.Ties.Link;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Links and shared namespaces, through the supervisor.
class CompanionsTest {
    private final TaskSupervisor supervisor = Tasks.supervisor();
    private final Set<String> idle = new TreeSet<>();
    private final DesiredContainer init =
            Tasks.container("init", false, false, List.of(), new LogRoute.JsonFile(new LinkedHashMap<>()));
    private final DesiredContainer web =
            Tasks.container("web").with(new Ties(List.of(new Dependency("init", Condition.SUCCESS)), null));
    private final DesiredContainer db = Tasks.container("db");

    @Test
    void theFirstEssentialContainerThatWaitsForNobodyHoldsWhatIsShared() {
        DesiredTask task = Tasks.bridge("t", true, init, web, db).with(new Namespaces(Mode.TASK, Mode.TASK));
        TaskNow pulled = TaskNow.unseen(task.arn()).withImage("nginx", Tasks.image());
        assertThat(created(task, pulled)).containsExactly(new Joins(List.of(), null, "shareable"));

        TaskNow made = pulled.withContainer("db", ContainerNow.UNSEEN.seen(Tasks.engine("db", Status.CREATED)));
        assertThat(keys(task, made)).containsExactly("start db");

        TaskNow runs = pulled.withContainer("db", ContainerNow.UNSEEN.seen(Tasks.engine("db", Status.RUNNING)));
        assertThat(created(task, runs))
                .containsExactly(
                        new Joins(List.of(), "container:db", "container:db"),
                        new Joins(List.of(), "container:db", "container:db"));
    }

    @Test
    void thePauseContainerHoldsThemInAwsvpc() {
        DesiredTask task = Tasks.awsvpc("t", true, db).with(new Namespaces(Mode.TASK, Mode.TASK));
        TaskNow now = TaskNow.unseen(task.arn())
                .withImage("nginx", Tasks.image())
                .withPause(Tasks.engine("pause", Status.RUNNING));
        assertThat(created(task, now)).containsExactly(new Joins(List.of(), "container:pause", "container:pause"));
    }

    @Test
    void theMachinesOwnAndNoneNeedNobody() {
        DesiredTask task = Tasks.bridge("t", true, init, db).with(new Namespaces(Mode.HOST, Mode.NONE));
        TaskNow pulled = TaskNow.unseen(task.arn()).withImage("nginx", Tasks.image());
        assertThat(created(task, pulled))
                .containsExactly(new Joins(List.of(), "host", "none"), new Joins(List.of(), "host", "none"));
    }

    @Test
    void aContainerIsCreatedOnceThoseThatItLinksToRun() {
        DesiredContainer front = Tasks.container("front")
                .with(new Ties(List.of(), null, null, List.of(new Link("db", "database"), new Link("init", "init"))));
        DesiredTask task = Tasks.bridge("t", true, front, db, init);
        TaskNow pulled = TaskNow.unseen(task.arn()).withImage("nginx", Tasks.image());
        assertThat(keys(task, pulled)).containsExactly("create db", "create init");
        TaskNow runs = pulled.withContainer("db", ContainerNow.UNSEEN.seen(Tasks.engine("db", Status.RUNNING)))
                .withContainer("init", ContainerNow.UNSEEN.seen(Tasks.engine("i7", Status.RUNNING)));
        assertThat(created(task, runs)).containsExactly(new Joins(List.of("db:database", "i7:init"), null, null));
        DesiredTask stop = Tasks.bridge("t", false, front, db, init);
        TaskNow all = runs.withContainer("front", ContainerNow.UNSEEN.seen(Tasks.engine("front", Status.RUNNING)));
        assertThat(keys(stop, all)).containsExactly("stop init", "stop db", "stop front");
    }

    private List<String> keys(DesiredTask task, TaskNow now) {
        return supervisor.decide(task, now, idle).stream()
                .map(EngineAction::attemptKey)
                .toList();
    }

    private List<Joins> created(DesiredTask task, TaskNow now) {
        return supervisor.decide(task, now, idle).stream()
                .filter(EngineAction.Create.class::isInstance)
                .map(action -> ((EngineAction.Create) action).request().joins())
                .toList();
    }
}
