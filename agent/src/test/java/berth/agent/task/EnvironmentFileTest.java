package berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineFault;
import berth.agent.engine.EngineFault.Kind;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EnvironmentFileTest {
    private static final String FIRST = "arn:aws:s3:::bucket/dir/first.env";
    private static final String SECOND = "arn:aws:s3:::bucket/second.env";

    private final TaskSupervisor supervisor = Tasks.supervisor();
    private final Set<String> idle = new TreeSet<>();
    private final DesiredTask task =
            Tasks.bridge("t", true, Tasks.reading(Tasks.container("web"), Map.of("A", "own"), List.of(FIRST, SECOND)));
    private final TaskNow pulled = TaskNow.unseen(task.arn()).withImage("nginx", Tasks.image());

    @Test
    void theWorkedExample() {
        assertThat(EnvironmentFile.parse("A=1\r\n# B=2\n\n  C=x y=z \nD=\nE\nA=3\n=4\nF G=5"))
                .isEqualTo(new LinkedHashMap<>(Map.of("A", "3", "C", "x y=z ", "D", "")));
    }

    @Test
    void readsEachFileOnceBeforeTheContainerIsCreated() {
        DesiredContainer web = task.containers().getFirst();
        DesiredTask two =
                Tasks.bridge("t", true, web, Tasks.reading(Tasks.container("log"), Map.of(), List.of(SECOND)));
        assertThat(supervisor.decide(two, pulled, idle))
                .containsExactly(
                        new EngineAction.ReadFile(two.arn(), FIRST), new EngineAction.ReadFile(two.arn(), SECOND));
        TaskNow one = pulled.withFile(SECOND, "");
        assertThat(keys(two, one)).containsExactly("read " + FIRST, "create log");
    }

    @Test
    void whatTheDefinitionSaysWinsAndThenTheFirstFile() {
        TaskNow read =
                pulled.withFile(FIRST, "A=file\nB=first").withFile(SECOND, "B=second\nC=second\nAWS_REGION=eu-west-1");
        assertThat(created(read))
                .containsEntry("A", "own")
                .containsEntry("B", "first")
                .containsEntry("C", "second")
                .containsEntry("AWS_REGION", "eu-west-1");
    }

    @Test
    void aFileThatIsMissingEndsTheTaskWithEcsWords() {
        TaskNow failed = pulled.withFile(SECOND, "")
                .withAttempt(
                        EngineAction.readKey(FIRST),
                        new Attempt(1, new EngineFault(Kind.NOT_FOUND, "NoSuchKey"), null, true));
        assertThat(supervisor.decide(task, failed, idle)).isEmpty();
        assertThat(supervisor.stopping(task, failed)).isTrue();
        assertThat(new TaskReport(supervisor).of(task, failed, idle).networkError())
                .isEqualTo("ResourceInitializationError: failed to download env files: file download command: non empty"
                        + " error stream: failed to download file first.env: NoSuchKey");
    }

    @Test
    void whatAFileHoldsIsNotShown() {
        assertThat(pulled.withFile(FIRST, "PASSWORD=verysecret").toString())
                .contains(FIRST)
                .doesNotContain("verysecret");
    }

    private List<String> keys(DesiredTask wanted, TaskNow now) {
        return supervisor.decide(wanted, now, idle).stream()
                .map(EngineAction::attemptKey)
                .toList();
    }

    private SequencedMap<String, String> created(TaskNow now) {
        return supervisor.decide(task, now, idle).stream()
                .filter(EngineAction.Create.class::isInstance)
                .map(action -> ((EngineAction.Create) action).request().environment())
                .findFirst()
                .orElseThrow();
    }
}
