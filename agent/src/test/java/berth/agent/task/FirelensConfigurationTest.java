package berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.ContainerRequest;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.Mount;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Firelens;
import berth.kernel.host.Health;
import berth.kernel.host.LogRoute;
import berth.kernel.host.Ties;
import berth.kernel.host.Ties.Condition;
import berth.kernel.host.Ties.Dependency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FirelensConfigurationTest {
    private static final Map<String, String> OPTIONS = Map.of(
            "Name", "http",
            "Host", "logs.example.com",
            "exclude-pattern", "^GET /health",
            "include-pattern", "GET|POST",
            "log-driver-buffer-limit", "2097152",
            "@type", "file",
            "header", "Key topsecret");

    @Test
    void fluentbitInBridgeMode() {
        DesiredTask task = bridge(router(Firelens.Type.FLUENTBIT, Map.of()), web(OPTIONS));

        assertThat(text(task))
                .isEqualTo("""
                [INPUT]
                    Name forward
                    unix_path /var/run/fluent.sock

                [INPUT]
                    Name forward
                    Listen 0.0.0.0
                    Port 24224

                [INPUT]
                    Name tcp
                    Tag firelens-healthcheck
                    Listen 127.0.0.1
                    Port 8877

                [FILTER]
                    Name grep
                    Match web-firelens*
                    Regex log GET|POST

                [FILTER]
                    Name grep
                    Match web-firelens*
                    Exclude log ^GET /health

                [FILTER]
                    Name record_modifier
                    Match *
                    Record ec2_instance_id i-0123456789abcdef0
                    Record ecs_cluster %s
                    Record ecs_task_arn %s
                    Record ecs_task_definition %s

                [OUTPUT]
                    Name null
                    Match firelens-healthcheck

                [OUTPUT]
                    Name http
                    Match web-firelens*
                    @type file
                    Host logs.example.com
                    header Key topsecret
                """.formatted(task.clusterName(), task.arn(), task.family() + ':' + task.revision()));
    }

    @Test
    void fluentdOfAnObjectWithoutMetadata() {
        DesiredTask task = bridge(
                router(
                        Firelens.Type.FLUENTD,
                        Map.of(
                                "enable-ecs-log-metadata", "false",
                                "config-file-type", "s3",
                                "config-file-value", "arn:aws:s3:::bucket/more.conf")),
                web(OPTIONS));

        assertThat(text(task)).isEqualTo("""
                <source>
                    @type unix
                    path /var/run/fluent.sock
                </source>

                <source>
                    @type forward
                    bind 0.0.0.0
                    port 24224
                </source>

                <filter web-firelens**>
                    @type grep
                    <regexp>
                        key log
                        pattern GET|POST
                    </regexp>
                </filter>

                <filter web-firelens**>
                    @type grep
                    <exclude>
                        key log
                        pattern ^GET /health
                    </exclude>
                </filter>

                @include /fluentd/etc/external.conf

                <match web-firelens**>
                    @type file
                    Host logs.example.com
                    Name http
                    header Key topsecret
                </match>
                """);
    }

    @Test
    void fluentdTellsItsRecordsTheirTask() {
        DesiredTask task = bridge(router(Firelens.Type.FLUENTD, Map.of()), web(Map.of()));

        assertThat(text(task))
                .contains("<filter **>\n    @type record_transformer\n    <record>\n        ec2_instance_id i-")
                .contains("        ecs_task_arn " + task.arn() + "\n")
                .doesNotContain("<match");
    }

    @Test
    void aFileOfTheImageIsIncludedBeforeTheOutputs() {
        DesiredTask task = bridge(
                router(Firelens.Type.FLUENTBIT, Map.of("config-file-type", "file", "config-file-value", "/extra.conf")),
                web(OPTIONS));

        assertThat(text(task)).contains("\n\n@INCLUDE /extra.conf\n\n[OUTPUT]\n    Name null\n");
    }

    @Test
    void theDriverBringsTheLinesToTheRoutersSocket() {
        DesiredTask task = bridge(router(Firelens.Type.FLUENTBIT, Map.of()), web(OPTIONS));

        ContainerRequest web = request(task, 1, TaskNow.unseen(task.arn()));

        assertThat(web.logDriver()).isEqualTo("fluentd");
        assertThat(web.logOptions())
                .containsExactlyInAnyOrderEntriesOf(new TreeMap<>(Map.of(
                        "fluentd-address", "unix:///data/firelens/" + task.id() + "/run/fluent.sock",
                        "fluentd-async", "true",
                        "fluentd-sub-second-precision", "true",
                        "fluentd-buffer-limit", "2097152",
                        "tag", "web-firelens-" + task.id())));
    }

    @Test
    void theRouterReadsItsConfigurationAndTheObject() {
        DesiredTask task = bridge(
                router(
                        Firelens.Type.FLUENTBIT,
                        Map.of("config-file-type", "s3", "config-file-value", "arn:aws:s3:::bucket/more.conf")),
                web(OPTIONS));
        TaskNow now = TaskNow.unseen(task.arn()).withFile("arn:aws:s3:::bucket/more.conf", "[SERVICE]");

        List<Mount> mounts = request(task, 0, now).mounts();

        assertThat(mounts)
                .contains(
                        new Mount.Path("/data/firelens/" + task.id() + "/run", "/var/run", false),
                        new Mount.Text(
                                "/data/firelens/" + task.id() + "/external.conf",
                                "/fluent-bit/etc/external.conf",
                                "[SERVICE]"));
        assertThat(mounts).anyMatch(mount -> mount.containerPath().equals("/fluent-bit/etc/fluent-bit.conf"));
        assertThat(mounts.toString() + task.containers()).doesNotContain("topsecret");
    }

    @Test
    void theRouterIsMadeOnceItsObjectWasRead() {
        DesiredTask task = bridge(
                router(
                        Firelens.Type.FLUENTBIT,
                        Map.of("config-file-type", "s3", "config-file-value", "arn:aws:s3:::bucket/more.conf")),
                web(OPTIONS));
        TaskNow pulled = TaskNow.unseen(task.arn()).withImage("nginx", Tasks.image());

        assertThat(keys(task, pulled)).containsExactly("read arn:aws:s3:::bucket/more.conf");
        assertThat(keys(task, pulled.withFile("arn:aws:s3:::bucket/more.conf", "")))
                .containsExactly("create router");
    }

    @Test
    void inBridgeModeAContainerIsToldItsRoutersAddress() {
        DesiredTask task = bridge(router(Firelens.Type.FLUENTBIT, Map.of()), web(OPTIONS));
        EngineContainer router = new EngineContainer(
                "r",
                "router",
                "sha256:1",
                new LinkedHashMap<>(),
                EngineContainer.Status.RUNNING,
                Tasks.T0,
                Tasks.T0,
                null,
                null,
                false,
                null,
                Health.UNKNOWN,
                null,
                List.of(),
                1,
                "172.17.0.9");
        TaskNow now = TaskNow.unseen(task.arn()).withContainer("router", new ContainerNow(router, true, false));

        assertThat(request(task, 1, now).environment())
                .containsEntry("FLUENT_HOST", "172.17.0.9")
                .containsEntry("FLUENT_PORT", "24224");
        assertThat(request(task, 0, now).environment()).doesNotContainKey("FLUENT_HOST");
    }

    private static List<String> keys(DesiredTask task, TaskNow now) {
        return Tasks.supervisor().decide(task, now, new TreeSet<>()).stream()
                .map(EngineAction::attemptKey)
                .toList();
    }

    private static ContainerRequest request(DesiredTask task, int index, TaskNow now) {
        return Tasks.requests(false).from(task, task.containers().get(index), Tasks.image(), now);
    }

    private static String text(DesiredTask task) {
        Firelens router = task.containers().getFirst().ties().firelens();
        return router == null ? "" : FirelensConfiguration.text(task, router, "i-0123456789abcdef0");
    }

    private static DesiredTask bridge(DesiredContainer... containers) {
        return Tasks.bridge("t", true, containers);
    }

    private static DesiredContainer router(Firelens.Type type, Map<String, String> options) {
        return Tasks.container("router")
                .with(new Ties(List.of(), null, null, List.of(), new Firelens(type, new LinkedHashMap<>(options))));
    }

    private static DesiredContainer web(Map<String, String> options) {
        SequencedMap<String, String> sorted = new TreeMap<>(options);
        return Tasks.container("web", true, false, List.of(), new LogRoute.Router(sorted))
                .with(new Ties(List.of(new Dependency("router", Condition.START)), null));
    }
}
