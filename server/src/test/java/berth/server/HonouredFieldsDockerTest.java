package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import berth.control.ecs.taskdef.api.HonouredFields;
import berth.wire.Service;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Each field that RegisterTaskDefinition accepts has its effect, read back with `docker inspect` or from inside the
/// container. The names of the methods stand in [HonouredFields].
///
/// Most look at one task of two containers, in which every field has a value that is not its default.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HonouredFieldsDockerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long MIB = 1024 * 1024;
    private static final String EVERYTHING = """
            {"family":"everything","networkMode":"bridge","tags":[{"key":"colour","value":"blue"}],
             "taskRoleArn":"arn:aws:iam::000000000000:role/its-task",
             "executionRoleArn":"arn:aws:iam::000000000000:role/its-execution",
             "containerDefinitions":[
              {"name":"main","image":"busybox:latest","cpu":200,"memory":64,"memoryReservation":32,"essential":true,
               "portMappings":[{"containerPort":8080,"hostPort":18081,"protocol":"tcp","name":"web-port","appProtocol":"http2"},
                               {"containerPort":5353,"hostPort":15353,"protocol":"udp"}],
               "entryPoint":["sh","-c"],
               "command":["echo served >/tmp/index.html; httpd -p 8080 -h /tmp; trap : TERM; while :; do sleep 1; done","zero"],
               "environment":[{"name":"COLOUR","value":"deep blue = #00f"},{"name":"EMPTY","value":""}],
               "stopTimeout":3,
               "healthCheck":{"command":["CMD-SHELL","test -e /tmp/index.html"],
                              "interval":7,"timeout":4,"retries":2,"startPeriod":11},
               "logConfiguration":{"logDriver":"json-file","options":{"max-size":"1m","max-file":"2"}}},
              {"name":"side","image":"busybox","memory":16,"essential":false,"command":["sh","-c","exit 3"]}]}
            """;
    private static final String SIZED = """
            {"family":"sized","networkMode":"awsvpc","requiresCompatibilities":["FARGATE"],"cpu":"256","memory":"512",
             "containerDefinitions":[{"name":"main","image":"busybox",
              "command":["sh","-c","trap exit TERM; sleep 100000 & wait"]}]}
            """;

    private final String published = Loopback.any();
    private final TestBerth berth = TestBerth.start("--publish-address", published);
    private JsonNode everything = JSON.nullNode();
    private JsonNode sized = JSON.nullNode();

    @BeforeAll
    void start() {
        TestEngine.requireImages();
        berth.call("RegisterTaskDefinition", EVERYTHING);
        berth.call("RegisterTaskDefinition", SIZED);
        String first = run("everything", "EC2");
        String second = run("sized", "FARGATE");
        everything = TestBerth.await(
                SOON,
                "the task to be healthy",
                () -> task(first),
                task -> task.path("healthStatus").asText().equals("HEALTHY")
                        && container(task, "side").path("lastStatus").asText().equals("STOPPED"));
        sized = running(second);
    }

    @AfterAll
    void close() {
        berth.close();
    }

    /// Here, or in a class beside this one.
    @Test
    void everyHonouredFieldHasItsTest() throws ClassNotFoundException {
        for (String name : new TreeSet<>(HonouredFields.HONOURED.values())) {
            String[] parts = name.split("#", 2);

            assertThat(Stream.of(Class.forName(parts[0]).getDeclaredMethods())
                            .filter(method -> method.isAnnotationPresent(Test.class))
                            .map(Method::getName))
                    .as(parts[0])
                    .contains(parts[1]);
        }
    }

    @Test
    void tags() {
        assertThat(berth.call("DescribeTaskDefinition", "{'taskDefinition':'everything','include':['TAGS']}")
                        .path("tags")
                        .toString())
                .isEqualTo("[{\"key\":\"colour\",\"value\":\"blue\"}]");
        berth.call(
                "RegisterTaskDefinition",
                "{'family':'tagged','tags':[{'key':'team','value':'a'}],'containerDefinitions':[{'name':'main',"
                        + "'image':'busybox','memory':16,'command':['true']}]}");
        String task = berth.call("RunTask", "{'taskDefinition':'tagged','propagateTags':'TASK_DEFINITION'}")
                .at("/tasks/0/taskArn")
                .asText();
        assertThat(berth.call("ListTagsForResource", "{'resourceArn':'" + task + "'}")
                        .path("tags")
                        .toString())
                .isEqualTo("[{\"key\":\"team\",\"value\":\"a\"}]");
    }

    @Test
    void family() {
        assertThat(metadata("/task").path("Family").asText()).isEqualTo("everything");
        assertThat(inspect("{{index .Config.Labels \"com.amazonaws.ecs.task-definition-family\"}}"))
                .isEqualTo("everything");
    }

    @Test
    void taskRoleArn() {
        assertThat(described().path("taskRoleArn").asText()).isEqualTo("arn:aws:iam::000000000000:role/its-task");
        assertThat(explained()).contains("role/its-task is kept and shown but not enforced");
        assertThat(inside("env")).doesNotContain("AWS_CONTAINER_CREDENTIALS");
    }

    @Test
    void executionRoleArn() {
        assertThat(described().path("executionRoleArn").asText())
                .isEqualTo("arn:aws:iam::000000000000:role/its-execution");
        assertThat(explained()).contains("role/its-execution is kept and shown but not enforced");
    }

    @Test
    void networkMode() {
        assertThat(inspect("{{.HostConfig.NetworkMode}}")).isIn("bridge", "default");
        assertThat(inspect(idOf(sized, "main"), "{{.HostConfig.NetworkMode}}")).startsWith("container:");
        String host = running(runSleeper("hosted", "'networkMode':'host',"))
                .at("/containers/0/runtimeId")
                .asText();
        assertThat(inspect(host, "{{.HostConfig.NetworkMode}}")).isEqualTo("host");
        String none = running(runSleeper("alone", "'networkMode':'none',"))
                .at("/containers/0/runtimeId")
                .asText();
        assertThat(inspect(none, "{{.HostConfig.NetworkMode}}")).isEqualTo("none");
        assertThat(inside(none, "ls /sys/class/net").lines()).containsExactly("lo");
    }

    @Test
    void requiresCompatibilities() {
        TestBerth.Reply refused = berth.attempt("RegisterTaskDefinition", SIZED.replace("awsvpc", "bridge"));

        assertThat(refused.code()).isEqualTo("ClientException");
        assertThat(sized.path("launchType").asText()).isEqualTo("FARGATE");
        String address =
                sized.at("/containers/0/networkInterfaces/0/privateIpv4Address").asText();
        assertThat(inside(idOf(sized, "main"), "ip -4 addr show")).contains("inet " + address + "/");
    }

    @Test
    void taskCpu() {
        String id = idOf(sized, "main");
        String parent = inspect(id, "{{.HostConfig.CgroupParent}}");

        if (parent.isEmpty()) {
            assertThat(inspect(id, "{{.HostConfig.CpuQuota}} {{.HostConfig.CpuPeriod}}"))
                    .isEqualTo("25000 100000");
        } else {
            assertThat(limit(parent, "cpu/%s/cpu.cfs_quota_us", "%s/cpu.max")).startsWith("25000");
        }
    }

    @Test
    void taskMemory() {
        String id = idOf(sized, "main");
        String parent = inspect(id, "{{.HostConfig.CgroupParent}}");

        String bytes = parent.isEmpty()
                ? inspect(id, "{{.HostConfig.Memory}}")
                : limit(parent, "memory/%s/memory.limit_in_bytes", "%s/memory.max");
        assertThat(Long.parseLong(bytes)).isEqualTo(512 * MIB);
    }

    @Test
    void containerName() {
        assertThat(metadata("").path("Name").asText()).isEqualTo("main");
        assertThat(inspect("{{.Name}}")).contains("everything-1-main-");
    }

    @Test
    void containerImage() {
        assertThat(inspect("{{.Image}}")).isEqualTo(TestEngine.docker("inspect", "-f", "{{.Id}}", "busybox:latest"));
        assertThat(metadata("").path("Image").asText()).isEqualTo("busybox:latest");
    }

    @Test
    void containerCpu() {
        assertThat(inspect("{{.HostConfig.CpuShares}}")).isEqualTo("200");
    }

    @Test
    void containerMemory() {
        assertThat(inspect("{{.HostConfig.Memory}}")).isEqualTo(Long.toString(64 * MIB));
    }

    @Test
    void containerMemoryReservation() {
        assertThat(inspect("{{.HostConfig.MemoryReservation}}")).isEqualTo(Long.toString(32 * MIB));
    }

    @Test
    void containerPortMappingsContainerPort() {
        assertThat(page(published + ":18081")).isEqualTo("served\n");
    }

    @Test
    void containerPortMappingsHostPort() {
        assertThat(inspect("{{(index .NetworkSettings.Ports \"8080/tcp\" 0).HostPort}}"))
                .isEqualTo("18081");
        assertThat(inspect("{{(index .NetworkSettings.Ports \"8080/tcp\" 0).HostIp}}"))
                .isEqualTo(published);
    }

    @Test
    void containerPortMappingsProtocol() {
        assertThat(inspect("{{(index .NetworkSettings.Ports \"5353/udp\" 0).HostPort}}"))
                .isEqualTo("15353");
    }

    @Test
    void containerPortMappingsName() {
        assertThat(described().at("/containerDefinitions/0/portMappings/0/name").asText())
                .isEqualTo("web-port");
    }

    @Test
    void containerPortMappingsAppProtocol() {
        assertThat(described()
                        .at("/containerDefinitions/0/portMappings/0/appProtocol")
                        .asText())
                .isEqualTo("http2");
    }

    @Test
    void containerPortMappingsContainerPortRange() {
        berth.call("RegisterTaskDefinition", """
                {"family":"ranged","containerDefinitions":[{"name":"main","image":"busybox","memory":16,
                 "portMappings":[{"containerPort":9000},{"containerPortRange":"7000-7002"}],
                 "command":["sh","-c","echo ranged >/tmp/index.html; httpd -f -p 7001 -h /tmp"]}]}
                """);
        JsonNode bindings = running(run("ranged", "EC2")).at("/containers/0/networkBindings");

        assertThat(bindings).hasSize(2);
        JsonNode range = bindings.get(0);
        assertThat(range.path("containerPortRange").asText()).isEqualTo("7000-7002");
        assertThat(range.has("hostPort") || range.has("containerPort")).isFalse();
        String[] outside = range.path("hostPortRange").asText().split("-", 2);
        assertThat(Integer.parseInt(outside[1])).isEqualTo(Integer.parseInt(outside[0]) + 2);
        TestBerth.await(
                SOON, "the page", () -> page(published + ":" + (Integer.parseInt(outside[0]) + 1)), "ranged\n"::equals);
    }

    @Test
    void runtimePlatformCpuArchitecture() {
        String here = TestEngine.docker("info", "-f", "{{.Architecture}}").equals("aarch64") ? "ARM64" : "X86_64";
        String elsewhere = here.equals("ARM64") ? "X86_64" : "ARM64";
        runSleeper("here", "'runtimePlatform':{'cpuArchitecture':'" + here + "'},");
        berth.call("RegisterTaskDefinition", """
                {'family':'elsewhere','runtimePlatform':{'cpuArchitecture':'%s'},'containerDefinitions':[
                 {'name':'main','image':'busybox','memory':16}]}
                """.formatted(elsewhere));

        assertThat(berth.call("RunTask", "{'taskDefinition':'elsewhere'}")
                        .at("/failures/0/reason")
                        .asText())
                .isEqualTo("ATTRIBUTE");
        assertThat(berth.call("RunTask", "{'taskDefinition':'elsewhere','launchType':'FARGATE'}")
                        .at("/failures/0/reason")
                        .asText())
                .startsWith("Capacity is unavailable at this time");
    }

    @Test
    void runtimePlatformOperatingSystemFamily() {
        String id = running(runSleeper("linux", "'runtimePlatform':{'operatingSystemFamily':'LINUX'},"))
                .at("/containers/0/runtimeId")
                .asText();

        assertThat(inside(id, "cat /proc/sys/kernel/ostype")).isEqualTo("Linux");
    }

    /// A file with a hole: it counts for what it says it has.
    @Test
    void ephemeralStorage() {
        berth.call("RegisterTaskDefinition", """
                {"family":"greedy","networkMode":"awsvpc","requiresCompatibilities":["FARGATE"],"cpu":"256","memory":"512",
                 "ephemeralStorage":{"sizeInGiB":21},"volumes":[{"name":"scratch"}],
                 "containerDefinitions":[{"name":"main","image":"busybox",
                  "mountPoints":[{"sourceVolume":"scratch","containerPath":"/scratch"}],
                  "command":["sh","-c","truncate -s 20G /file; truncate -s 3G /scratch/file; trap exit TERM; sleep 100000 & wait"]}]}
                """);
        String asDefined = run("greedy", "FARGATE");
        String overridden = berth.call(
                        "RunTask",
                        "{'taskDefinition':'greedy','launchType':'FARGATE','overrides':{'ephemeralStorage':{'sizeInGiB':22}}}")
                .at("/tasks/0/taskArn")
                .asText();
        JsonNode over = stopped(asDefined);
        JsonNode overMore = stopped(overridden);

        assertThat(over.at("/ephemeralStorage/sizeInGiB").asInt()).isEqualTo(21);
        assertThat(overMore.at("/ephemeralStorage/sizeInGiB").asInt()).isEqualTo(22);
        assertThat(overMore.at("/overrides/ephemeralStorage/sizeInGiB").asInt()).isEqualTo(22);
        assertThat(overMore.path("stoppedReason").asText())
                .endsWith("use 23.0 GiB of ephemeral storage, which is limited to 22 GiB.");
        assertThat(over.path("stoppedReason").asText())
                .isEqualTo(
                        "No space left on device: the containers of the task use 23.0 GiB of ephemeral storage, which is limited to 21 GiB.");
    }

    @Test
    void containerEssential() {
        assertThat(container(everything, "side").path("exitCode").asInt()).isEqualTo(3);
        assertThat(everything.path("lastStatus").asText()).isEqualTo("RUNNING");
        berth.call("RegisterTaskDefinition", """
                {"family":"ends","containerDefinitions":[
                 {"name":"ends","image":"busybox","memory":16,"essential":true,"command":["sleep","1"]},
                 {"name":"stays","image":"busybox","memory":16,"essential":false,"stopTimeout":1,"command":["sleep","600"]}]}
                """);
        JsonNode ended = stopped(run("ends", "EC2"));
        assertThat(ended.path("stopCode").asText()).isEqualTo("EssentialContainerExited");
        assertThat(inspect(idOf(ended, "stays"), "{{.State.Running}}")).isEqualTo("false");
    }

    @Test
    void containerEntryPoint() {
        assertThat(inspect("{{json .Config.Entrypoint}}")).isEqualTo("[\"sh\",\"-c\"]");
    }

    @Test
    void containerCommand() {
        assertThat(inspect("{{json .Config.Cmd}}")).contains("httpd -p 8080", ",\"zero\"]");
        assertThat(inside("tr '\\0' '|' </proc/1/cmdline"))
                .startsWith("sh|-c|echo served")
                .endsWith("|zero|");
    }

    @Test
    void containerEnvironmentName() {
        assertThat(inside("env").lines()).contains("EMPTY=");
    }

    @Test
    void containerEnvironmentValue() {
        assertThat(inside("echo \"$COLOUR\"")).isEqualTo("deep blue = #00f");
    }

    @Test
    void containerStopTimeout() {
        String family = "deaf";
        berth.call("RegisterTaskDefinition", """
                {"family":"deaf","containerDefinitions":[{"name":"main","image":"busybox","memory":16,"stopTimeout":3,
                 "command":["sh","-c","trap : TERM; while :; do sleep 1; done"]}]}
                """);
        String arn = run(family, "EC2");
        running(arn);
        berth.call("StopTask", "{'task':'" + arn + "'}");
        JsonNode stopped = stopped(arn);

        double seconds = stopped.path("executionStoppedAt").asDouble()
                - stopped.path("stoppingAt").asDouble();
        assertThat(seconds).isBetween(2.9, 20.0);
        assertThat(inspect(idOf(stopped, "main"), "{{.State.ExitCode}}")).isEqualTo("137");
    }

    @Test
    void containerLogConfigurationLogDriver() {
        assertThat(inspect("{{.HostConfig.LogConfig.Type}}")).isEqualTo("json-file");
        berth.call(Service.LOGS, "CreateLogGroup", "{'logGroupName':'fields'}");
        berth.call("RegisterTaskDefinition", """
                {"family":"writes","containerDefinitions":[{"name":"main","image":"busybox","memory":16,
                 "command":["echo","hello"],"logConfiguration":{"logDriver":"awslogs","options":
                  {"awslogs-group":"fields","awslogs-region":"us-east-1","awslogs-stream-prefix":"w"}}}]}
                """);
        stopped(run("writes", "EC2"));

        JsonNode events = TestBerth.await(
                SOON,
                "the line",
                () -> berth.call(Service.LOGS, "FilterLogEvents", "{'logGroupName':'fields'}")
                        .path("events"),
                found -> !found.isEmpty());
        assertThat(events.at("/0/message").asText()).isEqualTo("hello");
        assertThat(events.at("/0/logStreamName").asText()).startsWith("w/main/");
    }

    @Test
    void containerLogConfigurationOptions() {
        assertThat(inspect("{{index .HostConfig.LogConfig.Config \"max-size\"}}"))
                .isEqualTo("1m");
        assertThat(inspect("{{index .HostConfig.LogConfig.Config \"max-file\"}}"))
                .isEqualTo("2");
    }

    @Test
    void containerHealthCheckCommand() {
        assertThat(inspect("{{json .Config.Healthcheck.Test}}"))
                .isEqualTo("[\"CMD-SHELL\",\"test -e /tmp/index.html\"]");
        assertThat(inspect("{{.State.Health.Status}}")).isEqualTo("healthy");
        assertThat(container(everything, "main").path("healthStatus").asText()).isEqualTo("HEALTHY");
    }

    @Test
    void containerHealthCheckInterval() {
        assertThat(inspect("{{.Config.Healthcheck.Interval}}")).isEqualTo("7s");
    }

    @Test
    void containerHealthCheckTimeout() {
        assertThat(inspect("{{.Config.Healthcheck.Timeout}}")).isEqualTo("4s");
    }

    @Test
    void containerHealthCheckRetries() {
        assertThat(inspect("{{.Config.Healthcheck.Retries}}")).isEqualTo("2");
    }

    @Test
    void containerHealthCheckStartPeriod() {
        assertThat(inspect("{{.Config.Healthcheck.StartPeriod}}")).isEqualTo("11s");
    }

    @Test
    void placementConstraintsType() {
        TestBerth.Reply refused = berth.attempt(
                "RegisterTaskDefinition",
                SIZED.replace(
                        "\"requiresCompatibilities\":[\"FARGATE\"]",
                        "\"placementConstraints\":[{\"type\":\"distinctInstance\"}]"));

        assertThat(refused.code()).isEqualTo("ClientException");
        assertThat(refused.message()).contains("constraint.type 'distinctInstance' is not supported.");
    }

    @Test
    void placementConstraintsExpression() {
        String constraint = "'placementConstraints':[{'type':'memberOf','expression':'attribute:ecs.os-type == %s'}],";
        running(runSleeper("placed", constraint.formatted("linux")));
        berth.call(
                "RegisterTaskDefinition",
                "{'family':'nowhere'," + constraint.formatted("windows")
                        + "'containerDefinitions':[{'name':'main','image':'busybox','memory':16}]}");

        JsonNode answer = berth.call("RunTask", "{'taskDefinition':'nowhere','launchType':'EC2'}");

        assertThat(answer.at("/failures/0/reason").asText()).isEqualTo("MemberOf placement constraint unsatisfied.");
    }

    private String runSleeper(String family, String more) {
        berth.call(
                "RegisterTaskDefinition",
                "{'family':'" + family + "'," + more
                        + "'containerDefinitions':[{'name':'main','image':'busybox','memory':16,"
                        + "'command':['sh','-c','trap exit TERM; sleep 100000 & wait']}]}");
        return run(family, "EC2");
    }

    private String run(String family, String launchType) {
        JsonNode answer =
                berth.call("RunTask", "{'taskDefinition':'" + family + "','launchType':'" + launchType + "'}");
        assertThat(answer.path("failures")).isEmpty();
        return answer.at("/tasks/0/taskArn").asText();
    }

    private JsonNode task(String arn) {
        return berth.call("DescribeTasks", "{'tasks':['" + arn + "']}").at("/tasks/0");
    }

    private JsonNode running(String arn) {
        return TestBerth.await(SOON, "RUNNING", () -> task(arn), task -> is(task, "RUNNING"));
    }

    private JsonNode stopped(String arn) {
        return TestBerth.await(SOON, "STOPPED", () -> task(arn), task -> is(task, "STOPPED"));
    }

    private static boolean is(JsonNode task, String status) {
        return task.path("lastStatus").asText().equals(status);
    }

    private JsonNode described() {
        return berth.call("DescribeTaskDefinition", "{'taskDefinition':'everything'}")
                .path("taskDefinition");
    }

    private String explained() {
        String arn = everything.path("taskArn").asText();
        return berth.explain("task", "default", arn.substring(arn.lastIndexOf('/') + 1));
    }

    private static JsonNode container(JsonNode task, String name) {
        List<JsonNode> found = new ArrayList<>();
        task.path("containers").forEach(container -> {
            if (container.path("name").asText().equals(name)) {
                found.add(container);
            }
        });
        return found.getFirst();
    }

    private static String idOf(JsonNode task, String name) {
        return container(task, name).path("runtimeId").asText();
    }

    private String inspect(String format) {
        return inspect(idOf(everything, "main"), format);
    }

    private static String inspect(String id, String format) {
        return TestEngine.docker("inspect", "-f", format, id);
    }

    private String inside(String command) {
        return inside(idOf(everything, "main"), command);
    }

    private static String inside(String id, String command) {
        return TestEngine.docker("exec", id, "sh", "-c", command);
    }

    /// What the container reads of itself at the metadata endpoint.
    private JsonNode metadata(String path) {
        try {
            return JSON.readTree(inside("wget -q -O - $ECS_CONTAINER_METADATA_URI_V4" + path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A limit of a parent cgroup, on either version.
    private static String limit(String parent, String version1, String version2) {
        String name = parent.startsWith("/") ? parent.substring(1) : parent;
        Path root = Path.of("/sys/fs/cgroup");
        Path unified = root.resolve(version2.formatted(name));
        try {
            return Files.readString(Files.exists(unified) ? unified : root.resolve(version1.formatted(name)))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page(String address) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + "/"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
