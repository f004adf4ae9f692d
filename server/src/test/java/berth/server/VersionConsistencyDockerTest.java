package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import berth.agent.docker.TestRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A tag that moves in the registry while a service runs.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionConsistencyDockerTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    @SuppressWarnings("NullAway.Init") // before all tests
    static Path folder;

    @SuppressWarnings("NullAway.Init") // before all tests
    private TestRegistry registry;

    @SuppressWarnings("NullAway.Init") // before all tests
    private TestBerth berth;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        TestEngine.requireImages();
        registry = TestRegistry.start(folder);
        String login = TestRegistry.CREDENTIALS.username() + ':' + TestRegistry.CREDENTIALS.password();
        String host =
                registry.repository("").substring(0, registry.repository("").indexOf('/'));
        Files.writeString(
                folder.resolve("config.json"),
                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}"
                        .formatted(host, Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))));
        berth = TestBerth.start("--docker-config", folder.toString());
    }

    @AfterAll
    void close() {
        berth.close();
        TestEngine.docker("images", "-q", registry.repository("moving"))
                .lines()
                .forEach(image -> TestEngine.docker("rmi", "-f", image));
        registry.close();
    }

    @Test
    void versionConsistency() {
        String image = registry.repository("moving") + ":latest";
        push(image, "1");
        service("pinned", image, "");
        service("loose", image, ",'versionConsistency':'disabled'");
        String first = digests("pinned", 1).getFirst();
        assertThat(digests("loose", 1)).containsExactly(first);

        push(image, "2");
        scaleToTwo("pinned");
        scaleToTwo("loose");

        assertThat(digests("pinned", 2)).containsExactly(first, first);
        assertThat(digests("loose", 2)).contains(first).doesNotHaveDuplicates();
        assertThat(pinnedBy("pinned")).isEqualTo(first);
        assertThat(pinnedBy("loose")).isEmpty();
        JsonNode gone = running("pinned").path(0).path("taskArn");
        berth.call("StopTask", "{'task':" + gone + "}");
        TestBerth.await(
                SOON,
                "the replacement",
                () -> running("pinned"),
                tasks -> allRun(tasks, 2) && !tasks.findValues("taskArn").contains(gone));
        assertThat(digests("pinned", 2)).containsExactly(first, first);
        berth.call("UpdateService", "{'service':'pinned','forceNewDeployment':true,'desiredCount':1}");
        TestBerth.await(
                SOON,
                "the new deployment to have the new image",
                () -> digests("pinned", 1),
                found -> found.stream().noneMatch(first::equals));
        assertThat(pinnedBy("pinned")).startsWith("sha256:").isNotEqualTo(first);
    }

    /// What the revision of a service's newest deployment says.
    private String pinnedBy(String service) {
        String revision = berth.call("ListServiceDeployments", "{'service':'" + service + "'}")
                .at("/serviceDeployments/0/targetServiceRevisionArn")
                .asText();
        return berth.call("DescribeServiceRevisions", "{'serviceRevisionArns':['" + revision + "']}")
                .at("/serviceRevisions/0/containerImages/0/imageDigest")
                .asText();
    }

    private void service(String name, String image, String more) {
        berth.call("RegisterTaskDefinition", """
                {'family':'%s','containerDefinitions':[{'name':'main','image':'%s','memory':16%s,
                 'command':['sh','-c','trap exit TERM; sleep 100000 & wait']}]}
                """.formatted(name, image, more));
        berth.call(
                "CreateService", "{'serviceName':'%s','taskDefinition':'%s','desiredCount':1}".formatted(name, name));
    }

    private void scaleToTwo(String name) {
        berth.call("UpdateService", "{'service':'" + name + "','desiredCount':2}");
    }

    /// Of the images of a service's tasks, once so many run.
    private List<String> digests(String service, int count) {
        JsonNode tasks = TestBerth.await(
                SOON, count + " tasks of " + service, () -> running(service), found -> allRun(found, count));
        return tasks.findValuesAsText("imageDigest");
    }

    private static boolean allRun(JsonNode tasks, int count) {
        return tasks.size() == count
                && StreamSupport.stream(tasks.spliterator(), false)
                        .allMatch(task -> task.path("lastStatus").asText().equals("RUNNING"));
    }

    private JsonNode running(String service) {
        JsonNode arns =
                berth.call("ListTasks", "{'serviceName':'" + service + "'}").path("taskArns");
        return arns.isEmpty()
                ? arns
                : berth.call("DescribeTasks", "{'tasks':" + arns + "}").path("tasks");
    }

    /// Another image under the same tag.
    private static void push(String image, String content) {
        String container = TestEngine.docker("create", "busybox", "true");
        TestEngine.docker("commit", "--change", "LABEL content=" + content, container, image);
        TestEngine.docker("rm", container);
        TestEngine.docker("--config", folder.toString(), "push", "-q", image);
        TestEngine.docker("rmi", image);
    }
}
