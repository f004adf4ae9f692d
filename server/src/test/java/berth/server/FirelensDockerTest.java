package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import berth.wire.Service;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Lines of a container reach the outputs of its task's log router, which is [StandInRouter].
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirelensDockerTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    private final Path s3 = TestBerth.directory("berth-s3");
    private final TestBerth berth = TestBerth.start("--s3-directory", s3.toString(), "--task-cleanup-wait", "1s");

    @BeforeAll
    void images() {
        TestEngine.requireImages();
    }

    @AfterAll
    void close() {
        berth.close();
    }

    @Test
    void firelensConfiguration() {
        JsonNode registered = register(
                "bit",
                "bridge",
                "'type':'fluentbit'",
                "/fluent-bit/etc/fluent-bit.conf",
                "'Name':'stdout','include-pattern':'^keep','exclude-pattern':'hush','log-driver-buffer-limit':'65536'",
                "printf \\u0027\\\\223\\\\260app-firelens-own\\\\000\\\\201\\\\243log\\\\250keep own\\u0027 | timeout 5 nc $FLUENT_HOST $FLUENT_PORT;"
                        + " echo keep one; echo drop two; echo keep hush three; echo keep four;");
        assertThat(registered.at("/taskDefinition/containerDefinitions/1/user").asText())
                .isEqualTo("0");
        String arn = berth.runTask("bit");
        berth.awaitTask(SOON, arn, "RUNNING");
        String id = arn.substring(arn.lastIndexOf('/') + 1);

        String lines = awaitLog("bit", text -> text.contains("keep four") && text.contains("keep own"));

        assertThat(lines)
                .contains(
                        "app-firelens-" + id + " {",
                        "log=keep one",
                        "ecs_cluster=default",
                        "ecs_task_arn=" + arn,
                        "ecs_task_definition=bit:1",
                        "ec2_instance_id=i-",
                        "app-firelens-own {")
                .doesNotContain("drop two", "hush");

        berth.kill();
        berth.startAgain();
        TestEngine.docker("exec", appId(arn), "sh", "-c", "echo keep five >/proc/1/fd/1");

        awaitLog("bit", text -> text.contains("keep five"));
        Path files = berth.data().resolve("firelens").resolve(id);
        assertThat(files.resolve("router.conf")).content().contains("Name stdout");
        berth.call("StopTask", "{'task':'" + arn + "'}");
        berth.awaitTask(SOON, arn, "STOPPED");
        awaitLog("bit", text -> text.contains("keep last"));
        TestBerth.await(SOON, "the router's files to be removed", () -> Files.exists(files), there -> !there);
    }

    @Test
    void fluentdWithAnObjectAndWithoutMetadata() throws IOException {
        Path bucket = Files.createDirectories(s3.resolve("logs"));
        Files.writeString(bucket.resolve("more.conf"), "<match app-firelens**>\n  @type stdout\n</match>\n");
        register(
                "fluentd",
                "awsvpc",
                "'type':'fluentd','options':{'enable-ecs-log-metadata':'false','config-file-type':'s3',"
                        + "'config-file-value':'arn:aws:s3:::logs/more.conf'}",
                "/fluentd/etc/fluent.conf",
                "'exclude-pattern':'two'",
                "echo one at $FLUENT_HOST $FLUENT_PORT; echo two; echo three;");
        String arn = berth.runTask("fluentd");

        String lines = awaitLog("fluentd", text -> text.contains("log=three"));

        assertThat(lines).contains("log=one at 127.0.0.1 24224").doesNotContain("log=two", "ecs_cluster");
        berth.call("StopTask", "{'task':'" + arn + "'}");
        berth.awaitTask(SOON, arn, "STOPPED");
    }

    @Test
    void anObjectThatIsMissingEndsTheTask() {
        register(
                "gone",
                "bridge",
                "'type':'fluentbit','options':{'config-file-type':'s3','config-file-value':'arn:aws:s3:::logs/gone.conf'}",
                "/fluent-bit/etc/fluent-bit.conf",
                "",
                "");

        JsonNode stopped = berth.awaitTask(SOON, berth.runTask("gone"), "STOPPED");

        assertThat(stopped.path("stoppedReason").asText())
                .startsWith("ResourceInitializationError: unable to download firelens s3 config file gone.conf:");
    }

    private JsonNode register(String family, String mode, String firelens, String file, String options, String script) {
        return berth.call("RegisterTaskDefinition", """
                {'family':'FAMILY','networkMode':'MODE','volumes':[
                  {'name':'java','host':{'sourcePath':'JAVA'}},{'name':'lib','host':{'sourcePath':'/usr/lib'}},
                  {'name':'lib64','host':{'sourcePath':'/lib64'}},{'name':'router','host':{'sourcePath':'CLASSES'}}],
                 'containerDefinitions':[
                  {'name':'app','image':'busybox','memory':16,
                   'command':['sh','-c','trap \\u0027echo keep last; exit 0\\u0027 TERM; SCRIPT sleep 100000 & wait'],
                   'logConfiguration':{'logDriver':'awsfirelens','options':{OPTIONS}}},
                  {'name':'router','image':'busybox','memory':256,'firelensConfiguration':{FIRELENS},
                   'command':['/java/bin/java','-XX:+UseSerialGC','-XX:TieredStopAtLevel=1','-Xmx64m','-cp','/router',
                              'berth.server.StandInRouter','FILE'],
                   'mountPoints':[{'sourceVolume':'java','containerPath':'/java','readOnly':true},
                                  {'sourceVolume':'lib','containerPath':'/lib','readOnly':true},
                                  {'sourceVolume':'lib64','containerPath':'/lib64','readOnly':true},
                                  {'sourceVolume':'router','containerPath':'/router','readOnly':true}],
                   'logConfiguration':{'logDriver':'awslogs','options':{'awslogs-group':'FAMILY',
                     'awslogs-region':'us-east-1','awslogs-create-group':'true','awslogs-stream-prefix':'r'}}}]}
                """.replace("FAMILY", family)
                .replace("MODE", mode)
                .replace("JAVA", System.getProperty("java.home"))
                .replace("CLASSES", classes())
                .replace("FIRELENS", firelens)
                .replace("OPTIONS", options)
                .replace("SCRIPT", script)
                .replace("FILE", file));
    }

    private static String classes() {
        try {
            return Path.of(Objects.requireNonNull(
                                    StandInRouter.class.getProtectionDomain().getCodeSource())
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private String awaitLog(String group, Predicate<String> wanted) {
        return TestBerth.await(SOON, "the lines of " + group, () -> log(group), wanted);
    }

    private String log(String group) {
        TestBerth.Reply reply = berth.attempt(Service.LOGS, "FilterLogEvents", "{'logGroupName':'" + group + "'}");
        return StreamSupport.stream(reply.body().path("events").spliterator(), false)
                .map(event -> event.path("message").asText())
                .reduce("", (all, line) -> all + line + '\n');
    }

    private String appId(String arn) {
        JsonNode task = berth.call("DescribeTasks", "{'tasks':['" + arn + "']}").at("/tasks/0");
        return StreamSupport.stream(task.path("containers").spliterator(), false)
                .filter(container -> container.path("name").asText().equals("app"))
                .findFirst()
                .orElseThrow()
                .path("runtimeId")
                .asText();
    }
}
