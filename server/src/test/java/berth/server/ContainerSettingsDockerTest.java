package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import berth.control.ecs.taskdef.api.HonouredFields;
import berth.wire.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The settings of a container definition have their effect, read back with `docker inspect` or from inside the
/// container. The names of the methods stand in [HonouredFields].
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContainerSettingsDockerTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SET = """
            {"family":"set","networkMode":"bridge","containerDefinitions":[
              {"name":"main","image":"busybox","memory":64,"command":["sh","-c","trap exit TERM; sleep 100000 & wait"],
               "user":"1000:1001","workingDirectory":"/proc","hostname":"named-host","readonlyRootFilesystem":true,
               "interactive":true,"dnsServers":["192.0.2.53"],"dnsSearchDomains":["search.test"],
               "extraHosts":[{"hostname":"one.test","ipAddress":"192.0.2.7"}],
               "dockerLabels":{"team":"blue"},
               "dockerSecurityOptions":["no-new-privileges"],
               "systemControls":[{"namespace":"net.core.somaxconn","value":"300"}],
               "ulimits":[{"name":"nofile","softLimit":1111,"hardLimit":2222}],
               "linuxParameters":{"initProcessEnabled":true,"sharedMemorySize":9,"maxSwap":32,"swappiness":10,
                 "capabilities":{"add":["SYS_PTRACE"],"drop":["CHOWN"]},
                 "devices":[{"hostPath":"/dev/null","containerPath":"/dev/nothing","permissions":["read","write"]}],
                 "tmpfs":[{"containerPath":"/scratch","size":7,"mountOptions":["noexec"]}]}},
              {"name":"alone","image":"busybox","memory":16,"essential":false,"disableNetworking":true,
               "command":["sh","-c","trap exit TERM; sleep 100000 & wait"]}]}
            """;

    private final TestBerth berth = TestBerth.start();
    private String id = "";
    private String alone = "";

    @BeforeAll
    void start() {
        TestEngine.requireImages();
        JsonNode task = run(SET, "set", "RUNNING");
        id = task.at("/containers/0/runtimeId").asText();
        alone = task.at("/containers/1/runtimeId").asText();
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
    void user() {
        assertThat(status("Uid")).startsWith("1000");
        assertThat(status("Gid")).startsWith("1001");
    }

    @Test
    void workingDirectory() {
        assertThat(inside("pwd")).isEqualTo("/proc");
    }

    @Test
    void hostname() {
        assertThat(inside("hostname")).isEqualTo("named-host");
    }

    @Test
    void disableNetworking() {
        assertThat(TestEngine.docker("exec", alone, "ls", "/sys/class/net").strip())
                .isEqualTo("lo");
        assertThat(inside("ls /sys/class/net")).contains("eth0");
    }

    @Test
    void readonlyRootFilesystem() {
        assertThat(inside("touch /file 2>&1 || true")).contains("Read-only file system");
    }

    @Test
    void interactive() {
        assertThat(inspect("{{.Config.OpenStdin}}")).isEqualTo("true");
    }

    @Test
    void dnsServers() {
        assertThat(inside("cat /etc/resolv.conf").lines()).contains("nameserver 192.0.2.53");
    }

    @Test
    void dnsSearchDomains() {
        assertThat(inside("cat /etc/resolv.conf").lines()).contains("search search.test");
    }

    @Test
    void extraHosts() {
        assertThat(inside("cat /etc/hosts").lines()).contains("192.0.2.7\tone.test");
    }

    @Test
    void dockerLabels() {
        assertThat(inspect("{{index .Config.Labels \"team\"}}")).isEqualTo("blue");
        assertThat(inspect("{{index .Config.Labels \"berth.installation\"}}")).isNotEmpty();
    }

    @Test
    void dockerSecurityOptions() {
        assertThat(status("NoNewPrivs")).isEqualTo("1");
    }

    @Test
    void systemControls() {
        assertThat(inside("cat /proc/sys/net/core/somaxconn")).isEqualTo("300");
    }

    @Test
    void ulimits() {
        assertThat(inside("grep 'open files' /proc/1/limits")).containsPattern(" 1111 +2222 ");
    }

    @Test
    void initProcessEnabled() {
        assertThat(inside("cat /proc/1/comm")).isEqualTo("docker-init");
    }

    @Test
    void sharedMemorySize() {
        assertThat(inside("df -k /dev/shm | tail -1").split(" +")[1]).isEqualTo("9216");
    }

    @Test
    void maxSwap() {
        assertThat(inspect("{{.HostConfig.MemorySwap}}")).isEqualTo(Long.toString(96L * 1024 * 1024));
    }

    @Test
    void swappiness() {
        assertThat(inspect("{{.HostConfig.MemorySwappiness}}")).isEqualTo("10");
    }

    @Test
    void capabilitiesAdd() {
        assertThat(inspect("{{.HostConfig.CapAdd}}")).contains("SYS_PTRACE");
        assertThat(capability(19)).isTrue();
    }

    @Test
    void capabilitiesDrop() {
        assertThat(inspect("{{.HostConfig.CapDrop}}")).contains("CHOWN");
        assertThat(capability(0)).isFalse();
    }

    @Test
    void devices() {
        assertThat(inside("ls -l /dev/nothing")).startsWith("c").contains("1,   3");
        assertThat(inspect("{{(index .HostConfig.Devices 0).CgroupPermissions}}"))
                .isEqualTo("rw");
    }

    @Test
    void tmpfs() {
        assertThat(inside("grep ' /scratch ' /proc/mounts"))
                .startsWith("tmpfs /scratch tmpfs ")
                .contains("noexec", "size=7168k");
    }

    @Test
    void pseudoTerminal() {
        berth.call(Service.LOGS, "CreateLogGroup", "{'logGroupName':'terminal'}");
        JsonNode task = run("""
                {"family":"terminal","containerDefinitions":[{"name":"main","image":"busybox","memory":16,
                 "pseudoTerminal":true,"command":["sh","-c","test -t 1 && echo terminal; echo second; sleep 1; printf third"],
                 "logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"terminal",
                  "awslogs-region":"us-east-1","awslogs-stream-prefix":"t"}}}]}
                """, "terminal", "STOPPED");

        assertThat(inspect(task.at("/containers/0/runtimeId").asText(), "{{.Config.Tty}}"))
                .isEqualTo("true");
        JsonNode events = TestBerth.await(
                SOON,
                "three lines",
                () -> berth.call(Service.LOGS, "FilterLogEvents", "{'logGroupName':'terminal'}")
                        .path("events"),
                found -> found.size() == 3);
        assertThat(events.findValuesAsText("message")).containsExactly("terminal", "second", "third");
    }

    /// The engine may refuse it; that is the task's reason then. Nothing else of this task could be refused.
    @Test
    void privileged() {
        berth.call("RegisterTaskDefinition", """
                {"family":"mighty","containerDefinitions":[{"name":"main","image":"busybox","memory":16,
                 "privileged":true,"command":["sh","-c","grep CapEff /proc/self/status"]}]}
                """);
        String arn = berth.runTask("mighty");
        JsonNode task = await(arn, "STOPPED");

        JsonNode container = task.at("/containers/0");
        if (task.path("stopCode").asText().equals("TaskFailedToStart")) {
            assertThat(container.path("reason").asText())
                    .startsWith("CannotStartContainerError:")
                    .contains("not permitted");
        } else {
            assertThat(container.path("exitCode").asInt()).isZero();
            assertThat(inspect(container.path("runtimeId").asText(), "{{.HostConfig.Privileged}}"))
                    .isEqualTo("true");
        }
    }

    private boolean capability(int number) {
        return (Long.parseLong(status("CapBnd"), 16) >> number & 1) == 1;
    }

    /// A field of the main process's status.
    private String status(String field) {
        return inside("grep '^" + field + ":' /proc/1/status").split(":")[1].strip();
    }

    private String inside(String script) {
        return TestEngine.docker("exec", id, "sh", "-c", script).strip();
    }

    private String inspect(String format) {
        return inspect(id, format);
    }

    private static String inspect(String id, String format) {
        return TestEngine.docker("inspect", "-f", format, id);
    }

    private JsonNode run(String definition, String family, String status) {
        berth.call("RegisterTaskDefinition", definition);
        return await(berth.runTask(family), status);
    }

    private JsonNode await(String arn, String status) {
        return berth.awaitTask(SOON, arn, status);
    }
}
