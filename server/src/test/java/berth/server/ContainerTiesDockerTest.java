package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import berth.control.ecs.taskdef.api.HonouredFields;
import berth.wire.Service;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What ties the containers of a task together has its effect, read back from the engine. The names of the methods
/// stand in [HonouredFields].
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerTiesDockerTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String FOREVER = "trap exit TERM; sleep 100000 & wait";

    private final Path s3 = TestBerth.directory("berth-s3");
    private final TestBerth berth = TestBerth.start("--s3-directory", s3.toString());

    @BeforeAll
    void images() {
        TestEngine.requireImages();
    }

    @AfterAll
    void close() {
        berth.close();
    }

    @Test
    void everyTestThatIsNamedIsHere() {
        List<String> named = HonouredFields.HONOURED.values().stream()
                .filter(name -> name.startsWith(getClass().getName() + "#"))
                .map(name -> name.substring(name.indexOf('#') + 1))
                .distinct()
                .toList();

        assertThat(named).isNotEmpty();
        assertThat(Stream.of(getClass().getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(java.lang.reflect.Method::getName))
                .containsAll(named);
    }

    @Test
    void dependsOn() {
        String arn = run("ordered", """
                {"family":"ordered","networkMode":"none","containerDefinitions":[
                  {"name":"web","image":"busybox","memory":16,"command":["sh","-c","FOREVER"],
                   "dependsOn":[{"containerName":"init","condition":"SUCCESS"},
                                {"containerName":"db","condition":"HEALTHY"}]},
                  {"name":"init","image":"busybox","memory":16,"essential":false,
                   "command":["sh","-c","while ! test -e /go; do sleep 0.1; done"]},
                  {"name":"db","image":"busybox","memory":16,"command":["sh","-c","FOREVER"],
                   "healthCheck":{"command":["CMD","true"],"interval":5,"timeout":2},
                   "dependsOn":[{"containerName":"init","condition":"COMPLETE"}]}]}
                """);
        JsonNode waiting =
                await(arn, "init to run", task -> status(task, "init").equals("RUNNING"));
        assertThat(waiting.path("lastStatus").asText()).isEqualTo("PENDING");
        assertThat(status(waiting, "web")).isEqualTo("PENDING");
        assertThat(status(waiting, "db")).isEqualTo("PENDING");
        TestEngine.docker("exec", runtimeId(waiting, "init"), "touch", "/go");

        JsonNode runs = await(
                arn, "the task to run", task -> task.path("lastStatus").asText().equals("RUNNING"));
        assertThat(status(runs, "init")).isEqualTo("STOPPED");
        assertThat(container(runs, "db").path("healthStatus").asText()).isEqualTo("HEALTHY");
        assertThat(time(runs, "db", "StartedAt")).isAfterOrEqualTo(time(runs, "init", "FinishedAt"));
        assertThat(time(runs, "web", "StartedAt"))
                .isAfterOrEqualTo(Instant.parse(inspect(
                        runs,
                        "db",
                        "{{(index .State.Health.Log 0).End.UTC.Format \"2006-01-02T15:04:05.999999999Z\"}}")));

        berth.call("StopTask", "{'task':'" + arn + "'}");
        JsonNode stopped = awaitStopped(arn);
        assertThat(time(stopped, "db", "FinishedAt")).isAfterOrEqualTo(time(stopped, "web", "FinishedAt"));
    }

    @Test
    void aTaskFailsWhoseDependencyDidNotSucceed() {
        String arn = run("failing", """
                {"family":"failing","networkMode":"none","containerDefinitions":[
                  {"name":"web","image":"busybox","memory":16,"command":["sh","-c","FOREVER"],
                   "dependsOn":[{"containerName":"init","condition":"SUCCESS"}]},
                  {"name":"init","image":"busybox","memory":16,"essential":false,"command":["sh","-c","exit 3"]}]}
                """);
        JsonNode stopped = awaitStopped(arn);
        assertThat(stopped.path("stopCode").asText()).isEqualTo("TaskFailedToStart");
        assertThat(container(stopped, "web").path("reason").asText())
                .isEqualTo("CannotStartContainerError: dependency graph: failed to resolve container ordering"
                        + " dependency [init(busybox) (STOPPED->STOPPED) - Exit: 3] for target [web(busybox)"
                        + " (PULLED->RUNNING)] as dependency did not exit successfully.");
        assertThat(container(stopped, "web").has("exitCode")).isFalse();
    }

    @Test
    void startTimeout() {
        String arn = run("late", """
                {"family":"late","networkMode":"none","containerDefinitions":[
                  {"name":"web","image":"busybox","memory":16,"command":["sh","-c","FOREVER"],
                   "dependsOn":[{"containerName":"slow","condition":"COMPLETE"}]},
                  {"name":"slow","image":"busybox","memory":16,"essential":false,"startTimeout":2,
                   "command":["sh","-c","FOREVER"]}]}
                """);
        JsonNode stopped = awaitStopped(arn);
        assertThat(stopped.path("stopCode").asText()).isEqualTo("TaskFailedToStart");
        assertThat(container(stopped, "web").path("reason").asText())
                .startsWith("CannotStartContainerError: dependency graph: container ordering dependency [slow(busybox)")
                .endsWith("has timed out.");
        assertThat(time(stopped, "slow", "FinishedAt"))
                .isAfterOrEqualTo(time(stopped, "slow", "StartedAt").plusSeconds(2));
    }

    @Test
    void links() {
        JsonNode runs = runToRunning("linked", """
                {"family":"linked","containerDefinitions":[
                  {"name":"web","image":"busybox","memory":16,"command":["sh","-c","FOREVER"],"links":["db:database"]},
                  {"name":"db","image":"busybox","memory":16,"command":["sh","-c","FOREVER"]}]}
                """);
        String address = inspect(runs, "db", "{{.NetworkSettings.IPAddress}}");
        assertThat(TestEngine.docker("exec", runtimeId(runs, "web"), "cat", "/etc/hosts")
                        .lines())
                .anyMatch(line -> line.startsWith(address + "\t") && line.contains("database"));
        assertThat(time(runs, "web", "StartedAt")).isAfter(time(runs, "db", "StartedAt"));
    }

    @Test
    void pidMode() {
        JsonNode host = runToRunning("pid-host", sharing("pid-host", "'networkMode':'none','pidMode':'host'"));
        assertThat(inspect(host, "web", "{{.HostConfig.PidMode}}")).isEqualTo("host");
        JsonNode task = runToRunning("pid-task", sharing("pid-task", "'networkMode':'none','pidMode':'task'"));
        assertThat(TestEngine.docker("exec", runtimeId(task, "web"), "ps")).contains("sleep 4242");
        JsonNode awsvpc = runToRunning("pid-vpc", sharing("pid-vpc", "'networkMode':'awsvpc','pidMode':'task'"));
        assertThat(TestEngine.docker("exec", runtimeId(awsvpc, "web"), "ps")).contains("sleep 4242");
    }

    @Test
    void ipcMode() {
        JsonNode host = runToRunning("ipc-host", sharing("ipc-host", "'networkMode':'none','ipcMode':'host'"));
        assertThat(inspect(host, "web", "{{.HostConfig.IpcMode}}")).isEqualTo("host");
        JsonNode none = runToRunning("ipc-none", sharing("ipc-none", "'networkMode':'none','ipcMode':'none'"));
        assertThat(TestEngine.docker("exec", runtimeId(none, "web"), "cat", "/proc/mounts"))
                .doesNotContain("/dev/shm");
        JsonNode task = runToRunning("ipc-task", sharing("ipc-task", "'networkMode':'none','ipcMode':'task'"));
        TestEngine.docker("exec", runtimeId(task, "side"), "touch", "/dev/shm/shared");
        assertThat(TestEngine.docker("exec", runtimeId(task, "web"), "ls", "/dev/shm"))
                .contains("shared");
    }

    private static String sharing(String family, String clauses) {
        return """
                {'family':'%s',%s,'containerDefinitions':[
                  {'name':'web','image':'busybox','memory':16,'command':['sh','-c','FOREVER']},
                  {'name':'side','image':'busybox','memory':16,'command':['sleep','4242'],'stopTimeout':2}]}
                """.formatted(family, clauses);
    }

    private JsonNode runToRunning(String family, String definition) {
        return await(
                run(family, definition),
                "the task to run",
                task -> task.path("lastStatus").asText().equals("RUNNING"));
    }

    @Test
    void environmentFiles() throws IOException {
        Path bucket = Files.createDirectories(s3.resolve("config/app"));
        Files.writeString(bucket.resolve("one.env"), "# comment\nA=file\nB=one two\nSECRET=hush\n");
        Files.writeString(bucket.resolve("two.env"), "B=later\nC=two\n");
        Files.writeString(bucket.resolve("other.env"), "D=other\n");
        String definition = """
                {'family':'files','networkMode':'none','containerDefinitions':[
                  {'name':'web','image':'busybox','memory':16,'command':['sh','-c','FOREVER'],
                   'environment':[{'name':'A','value':'own'}],
                   'environmentFiles':[{'type':'s3','value':'arn:aws:s3:::config/app/one.env'},
                                       {'type':'s3','value':'arn:aws:s3:::config/app/two.env'}]}]}
                """;
        JsonNode runs = runToRunning("files", definition);
        assertThat(TestEngine.docker("exec", runtimeId(runs, "web"), "env").lines())
                .contains("A=own", "B=one two", "C=two", "SECRET=hush");
        assertThat(runs.toString()).doesNotContain("hush");

        JsonNode other = await(
                berth.call(
                                "RunTask",
                                "{'taskDefinition':'files','overrides':{'containerOverrides':[{'name':'web',"
                                        + "'environmentFiles':[{'type':'s3','value':'arn:aws:s3:::config/app/other.env'}]}]}}")
                        .at("/tasks/0/taskArn")
                        .asText(),
                "the other task to run",
                task -> task.path("lastStatus").asText().equals("RUNNING"));
        assertThat(TestEngine.docker("exec", runtimeId(other, "web"), "env").lines())
                .contains("A=own", "D=other")
                .doesNotContain("C=two");

        JsonNode stopped = awaitStopped(
                run("no-file", definition.replace("'files'", "'no-file'").replace("two.env", "gone.env")));
        assertThat(stopped.path("stopCode").asText()).isEqualTo("TaskFailedToStart");
        assertThat(stopped.path("stoppedReason").asText())
                .startsWith(
                        "ResourceInitializationError: failed to download env files: file download command: non empty"
                                + " error stream: failed to download file gone.env: NoSuchKey: The specified key does not exist.")
                .contains(s3 + "/config/app/gone.env");
    }

    @Test
    void theTaskItselfIsOverridden() {
        berth.call("RegisterTaskDefinition", """
                {'family':'sized','networkMode':'none','cpu':'128','memory':'64','containerDefinitions':[
                  {'name':'web','image':'busybox','memory':16,'command':['sh','-c','FOREVER']}]}
                """.replace("FOREVER", FOREVER));
        String arn = berth.call(
                        "RunTask",
                        "{'taskDefinition':'sized','overrides':{'cpu':'256','memory':'128',"
                                + "'containerOverrides':[{'name':'web','memory':100}]}}")
                .at("/tasks/0/taskArn")
                .asText();
        JsonNode runs = await(
                arn, "the task to run", task -> task.path("lastStatus").asText().equals("RUNNING"));
        assertThat(runs.path("cpu").asText()).isEqualTo("256");
        assertThat(runs.path("memory").asText()).isEqualTo("128");
        assertThat(inspect(runs, "web", "{{.HostConfig.Memory}}")).isEqualTo(Long.toString(100L << 20));
    }

    /// The shortest period there is; all three containers are started at once.
    @Test
    void restartPolicy() {
        berth.call(Service.LOGS, "CreateLogGroup", "{'logGroupName':'cycles'}");
        String arn = run("cycles", """
                {"family":"cycles","networkMode":"bridge","containerDefinitions":[
                  {"name":"web","image":"busybox","memory":16,"command":["sh","-c","echo run; sleep 61; exit 1"],
                   "restartPolicy":{"enabled":true,"restartAttemptPeriod":60},
                   "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"cycles",
                    "awslogs-region":"us-east-1","awslogs-stream-prefix":"c"}}},
                  {"name":"final","image":"busybox","memory":16,"essential":false,"command":["sh","-c","sleep 61; exit 2"],
                   "restartPolicy":{"enabled":true,"restartAttemptPeriod":60,"ignoredExitCodes":[2]}},
                  {"name":"short","image":"busybox","memory":16,"essential":false,"command":["sh","-c","exit 1"],
                   "restartPolicy":{"enabled":true,"restartAttemptPeriod":60}},
                  {"name":"off","image":"busybox","memory":16,"essential":false,"command":["sh","-c","sleep 61; exit 1"],
                   "restartPolicy":{"enabled":false}}]}
                """);
        JsonNode runs = await(
                arn, "the task to run", task -> task.path("lastStatus").asText().equals("RUNNING"));
        Instant first = time(runs, "web", "StartedAt");
        assertThat(metadata(runs, "web").path("RestartCount").asInt(-1)).isZero();

        TestBerth.await(
                Duration.ofSeconds(90),
                "web to run again",
                () -> time(runs, "web", "StartedAt"),
                at -> at.isAfter(first));
        berth.kill();
        berth.startAgain();
        JsonNode ended = await(
                arn,
                "the others to end",
                task -> status(task, "final").equals("STOPPED")
                        && status(task, "off").equals("STOPPED"));
        assertThat(ended.path("lastStatus").asText()).isEqualTo("RUNNING");
        assertThat(status(ended, "web")).isEqualTo("RUNNING");
        assertThat(container(ended, "web").has("exitCode")).isFalse();
        assertThat(runtimeId(ended, "web")).isEqualTo(runtimeId(runs, "web"));
        assertThat(container(ended, "final").path("exitCode").asInt()).isEqualTo(2);
        assertThat(container(ended, "short").path("exitCode").asInt()).isEqualTo(1);
        TestBerth.await(SOON, "a count of one", () -> restarts(ended, "web"), count -> count == 1);
        TestBerth.await(
                SOON,
                "the lines of both runs",
                () -> berth.call(Service.LOGS, "FilterLogEvents", "{'logGroupName':'cycles'}")
                        .path("events"),
                events -> events.size() == 2);
    }

    /// How often a container was started again, or -1 while an agent that was just started does not know it yet.
    private static int restarts(JsonNode task, String name) {
        String answer = TestEngine.docker(
                "exec",
                runtimeId(task, name),
                "sh",
                "-c",
                "wget -qO- $ECS_CONTAINER_METADATA_URI_V4 2>/dev/null || echo {}");
        return parsed(answer).path("RestartCount").asInt(-1);
    }

    private static JsonNode metadata(JsonNode task, String name) {
        return parsed(TestEngine.docker(
                "exec", runtimeId(task, name), "sh", "-c", "wget -qO- $ECS_CONTAINER_METADATA_URI_V4"));
    }

    private static JsonNode parsed(String body) {
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(body, e);
        }
    }

    private String run(String family, String definition) {
        berth.call("RegisterTaskDefinition", definition.replace("FOREVER", FOREVER));
        return berth.runTask(family);
    }

    private JsonNode awaitStopped(String arn) {
        return berth.awaitTask(SOON, arn, "STOPPED");
    }

    private JsonNode await(String arn, String what, java.util.function.Predicate<JsonNode> condition) {
        return berth.awaitTask(SOON, arn, what, condition);
    }

    private static JsonNode container(JsonNode task, String name) {
        for (JsonNode container : task.path("containers")) {
            if (container.path("name").asText().equals(name)) {
                return container;
            }
        }
        throw new AssertionError("no container " + name);
    }

    private static String status(JsonNode task, String name) {
        return container(task, name).path("lastStatus").asText();
    }

    private static String runtimeId(JsonNode task, String name) {
        return container(task, name).path("runtimeId").asText();
    }

    private static Instant time(JsonNode task, String name, String field) {
        return Instant.parse(inspect(task, name, "{{.State." + field + "}}"));
    }

    private static String inspect(JsonNode task, String name, String format) {
        return TestEngine.docker("inspect", "-f", format, runtimeId(task, name));
    }
}
