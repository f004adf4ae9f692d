package berth.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.ContainerRequest;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineFault;
import berth.agent.engine.Joins;
import berth.agent.engine.Mount;
import berth.agent.engine.Reply;
import berth.agent.task.Labels;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Health;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterFilesTest {
    @TempDir
    private Path directory;

    @Test
    void writesBeforeTheRouterAndRemovesAfterIt() throws IOException {
        RouterFiles files = files();
        ContainerRequest request = request("t1");

        assertThat(written(files, request)).isInstanceOf(Reply.Done.class);
        files.made(request, Reply.done(container("c1", "t1")));

        Path own = directory.resolve("firelens/t1");
        assertThat(own.resolve("router.conf")).hasContent("secret of t1");
        assertThat(own.resolve("run")).isDirectory();
        assertThat(Files.getPosixFilePermissions(own.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        files.removed("c1");
        assertThat(own).doesNotExist();
    }

    @Test
    void aSweepTakesWhatIsLeftOverAndNothingElse() {
        RouterFiles earlier = files();
        for (String task : List.of("gone", "here")) {
            written(earlier, request(task));
        }
        RouterFiles files = files();
        written(files, request("making"));
        RouterFiles.Settled before = files.settled();
        ContainerRequest later = request("later");
        written(files, later);
        files.made(later, Reply.done(container("c2", "later")));

        files.sweep(before, List.of(container("c1", "here")));

        assertThat(directory.resolve("firelens"))
                .isDirectoryNotContaining("glob:**/gone")
                .isDirectoryContaining("glob:**/here")
                .isDirectoryContaining("glob:**/making")
                .isDirectoryContaining("glob:**/later");
        files.removed("c1");
        assertThat(directory.resolve("firelens/here")).doesNotExist();
    }

    @Test
    void aRouterThatSomebodyElseRemovedIsSweptAtTheNextList() {
        RouterFiles files = files();
        ContainerRequest request = request("t1");
        written(files, request);
        files.made(request, Reply.done(container("c1", "t1")));

        files.sweep(files.settled(), List.of());

        assertThat(directory.resolve("firelens/t1")).doesNotExist();
    }

    @Test
    void aSocketPathThatLinuxDoesNotTakeIsRefused() {
        RouterFiles files = new RouterFiles(directory.resolve("x".repeat(100)));

        assertThat(written(files, request("t1"))).isInstanceOfSatisfying(Reply.Failed.class, failed -> {
            assertThat(failed.fault().kind()).isEqualTo(EngineFault.Kind.REFUSED);
            assertThat(failed.fault().message()).contains("longer than 107 bytes");
        });
    }

    private RouterFiles files() {
        return new RouterFiles(directory.resolve("firelens"));
    }

    private static Reply<String> written(RouterFiles files, ContainerRequest request) {
        CompletableFuture<Reply<String>> answer = new CompletableFuture<>();
        files.write(request, answer::complete);
        return answer.join();
    }

    private static SequencedMap<String, String> labels(String task) {
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        labels.put(Labels.TASK, "arn:aws:ecs:us-east-1:000000000000:task/default/" + task);
        labels.put(Labels.ROUTER, "");
        return labels;
    }

    private ContainerRequest request(String task) {
        Path own = directory.resolve("firelens").resolve(task);
        return new ContainerRequest(
                "router",
                "sha256:1",
                labels(task),
                "bridge",
                null,
                2,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                new LinkedHashMap<>(),
                null,
                new LinkedHashMap<>(),
                false,
                ContainerSettings.NONE,
                List.of(new Mount.Text(
                        own.resolve("router.conf").toString(), "/fluent-bit/etc/fluent-bit.conf", "secret of " + task)),
                List.of(),
                "json-file",
                Joins.NOTHING);
    }

    private static EngineContainer container(String id, String task) {
        return new EngineContainer(
                id,
                "router",
                "sha256:1",
                labels(task),
                EngineContainer.Status.CREATED,
                Instant.EPOCH,
                null,
                null,
                null,
                false,
                null,
                Health.UNKNOWN,
                List.of(),
                0);
    }
}
