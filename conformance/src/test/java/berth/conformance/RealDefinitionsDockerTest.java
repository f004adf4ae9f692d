package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Task definitions as people write them, registered and run with the AWS CLI as they are; their images are
/// [StandIns], most of them with the real programs. Each test looks at what the definition is written for.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealDefinitionsDockerTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final List<String> SHARED = List.of("berth-conformance-mysql", "berth-conformance-pgdata");
    private static final Path REPORTS = Path.of("/tmp/berth-conformance-reports");

    private final StandIns images = images();
    private final Path s3 = folder();
    private final Berth berth = Berth.start(options());
    private final AwsCli cli = AwsCli.version1(berth);

    private static StandIns images() {
        TestEngine.requireImages();
        return new StandIns();
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("berth-conformance-s3-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String[] options() {
        List<String> options = new ArrayList<>(images.options());
        options.addAll(List.of("--s3-directory", s3.toString()));
        return options.toArray(String[]::new);
    }

    @BeforeAll
    void start() throws IOException {
        SHARED.forEach(volume -> TestEngine.docker("volume", "rm", "-f", volume));
        Files.createDirectories(berth.folder().resolve("definitions"));
    }

    @AfterAll
    void close() throws IOException {
        List<Path> made = List.of(REPORTS, berth.folder().resolve("data/efs"));
        made.forEach(path -> TestEngine.docker(
                "run",
                "--rm",
                "-v",
                path.getParent() + ":/above",
                "busybox",
                "rm",
                "-rf",
                "/above/" + path.getFileName()));
        berth.close();
        images.close();
        try (Stream<Path> files = Files.walk(s3)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void wordPressFindsItsDatabaseAndBothKeepTheirFiles() {
        JsonNode first = running(run("wordpress", "EC2"));
        assertThat(Until.page(address(first) + ":80", "/wp-admin/install.php")).contains("<h1>Welcome</h1>");
        inside(
                first,
                "wordpress",
                "echo photo >/var/www/html/wp-content/uploads/photo.txt; wget -q -O - --post-data 'weblog_title=Shop+News"
                        + "&user_name=admin&admin_password=aPassw0rd&admin_password2=aPassw0rd&pw_weak=on"
                        + "&admin_email=a%40example.com&blog_public=0' 'http://127.0.0.1/wp-admin/install.php?step=2'");
        assertThat(Until.page(address(first))).contains("<title>Shop News", "Hello world!");
        stop(first);

        JsonNode second = running(run("wordpress", "EC2"));
        assertThat(Until.page(address(second))).contains("<title>Shop News", "Hello world!");
        assertThat(Until.page(address(second) + ":80", "/wp-content/uploads/photo.txt"))
                .isEqualTo("photo\n");
        assertThat(berth.folder().resolve("data/efs/fs-0123456789abcdef0/uploads/photo.txt"))
                .hasContent("photo");
        stop(second);
    }

    @Test
    void aJavaServiceIsHealthyBetweenItsSidecars() {
        JsonNode task = healthy(run("java-service", "FARGATE"));

        assertThat(inside(task, "xray-daemon", "cat /tmp/state")).isEqualTo("state");
        assertThat(inside(task, "xray-daemon", "touch /file 2>&1 || true")).contains("Read-only file system");
        assertThat(inside(task, "orders", "grep 'open files' /proc/1/limits")).containsPattern(" 8192 +16384 ");
        Until.shown(
                SOON,
                "what the proxy got from the service",
                () -> TestEngine.docker(
                        "logs", container(task, "envoy").path("runtimeId").asText()),
                "1337\nup"::equals);
        assertThat(messages("/ecs/orders", 2))
                .containsExactlyInAnyOrder(
                        "Picked up JAVA_TOOL_OPTIONS: -XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError",
                        "started as production");
        stop(task);
    }

    @Test
    void aRouterGetsTheLinesOfItsNeighbours() {
        JsonNode task = running(run("fluent-bit", "EC2"));
        String arn = task.path("taskArn").asText();
        String tag = "-firelens-" + arn.substring(arn.lastIndexOf('/') + 1);

        List<String> lines = messages("firelens-container", 2);

        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("ecs_task_arn=" + arn, "ecs_task_definition=shipping-with-router:1", "shop=north"));
        assertThat(lines)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("cloudwatch_logs ")
                        .contains(" /shop/shipping ", ": shipping" + tag, "log=order 7 shipped"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("kinesis_firehose ")
                        .contains(": labels" + tag, "log=label 7 printed"));
        stop(task);
    }

    @Test
    void aCronWorkerWritesItsReportAndEnds() {
        JsonNode task = stopped(run("cron-worker", "EC2"));

        assertThat(container(task, "worker").path("exitCode").asInt(-1)).isZero();
        assertThat(REPORTS.resolve("nightly.txt")).hasContent("nightly report, Europe/Berlin, /srv");
        assertThat(messages("/cron/nightly-report", 1)).containsExactly("report written");
    }

    /// The earlier file wins over the later one, and the definition over both.
    @Test
    void nginxServesWhatItsEnvironmentFilesSay() throws IOException {
        Path folder = Files.createDirectories(s3.resolve("shop-config/landing-page"));
        Files.writeString(folder.resolve("common.env"), "# of all stages\nGREETING=Hi\nSTAGE=none\n");
        Files.writeString(folder.resolve("production.env"), "GREETING=Welcome to the shop\n");
        JsonNode task = running(run("nginx", "EC2"));
        String published = berth.published()
                + ':'
                + task.at("/containers/0/networkBindings/0/hostPort").asInt();

        assertThat(Until.page(published, "/home")).isEqualTo("Welcome to the shop from production");
        Until.shown(
                SOON,
                "the request in the access log",
                () -> messages("/ecs/landing-page", 1),
                lines -> lines.stream().anyMatch(line -> line.contains("\"GET /home HTTP/1.1\" 200 35 ")));
        stop(task);
        assertThat(container(shown(task.path("taskArn").asText(), "lastStatus", "STOPPED"), "nginx")
                        .path("exitCode")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void postgresHasItsSharedMemoryItsLimitsAndItsData() {
        JsonNode first = healthy(run("postgres", "EC2"));
        assertThat(inside(first, "postgres", "df -k /dev/shm | tail -1").split(" +")[1])
                .isEqualTo(Integer.toString(256 * 1024));
        assertThat(inside(first, "postgres", "grep 'open files' /proc/1/limits"))
                .containsPattern(" 4096 +8192 ");
        assertThat(inside(first, "postgres", "cat /proc/sys/net/ipv4/tcp_keepalive_time"))
                .isEqualTo("300");
        assertThat(inside(first, "postgres", "grep ' /var/run/postgresql ' /proc/mounts"))
                .startsWith("tmpfs")
                .contains("size=8192k");
        assertThat(sql(first, "SHOW min_dynamic_shared_memory")).isEqualTo("128MB");
        sql(first, "CREATE TABLE orders AS SELECT 7 AS number");
        stop(first);

        JsonNode second = healthy(run("postgres", "EC2"));
        assertThat(sql(second, "SELECT number FROM orders")).isEqualTo("7");
        stop(second);
    }

    @Test
    void aNodeServiceIsHealthyOnAReadOnlyDisk() {
        JsonNode task = healthy(run("node-service", "FARGATE"));

        assertThat(Until.page(address(task) + ":3000", "/")).isEqualTo("storefront in production");
        assertThat(inside(task, "storefront", "id -u; touch /file 2>&1 || true"))
                .startsWith("1000\n")
                .contains("Read-only file system");
        stop(task);
    }

    @Test
    void anInitContainerIsOverBeforeTheServiceStarts() {
        JsonNode task = running(run("init-container", "FARGATE"));

        assertThat(container(task, "migrate").path("exitCode").asInt(-1)).isZero();
        assertThat(TestEngine.docker(
                        "logs", container(task, "billing").path("runtimeId").asText()))
                .startsWith("schema migrated\n")
                .contains("Read-only file system");
        stop(task);
    }

    @Test
    void anExporterSeesTheHostAndChangesNothingOfIt() {
        JsonNode task = running(run("node-exporter", "EC2"));

        assertThat(Until.page("127.0.0.1:19100", "/metrics"))
                .contains("\nnode_memory_MemTotal_bytes ", "node_uname_info{");
        assertThat(inside(task, "node-exporter", "ls /rootfs")).contains("etc", "usr");
        assertThat(inside(task, "node-exporter", "touch /rootfs/tmp/file 2>&1 || true"))
                .contains("Read-only file system");
        stop(task);
    }

    @Test
    void aBatchJobIsWhatItsOverridesMakeOfIt() {
        JsonNode plain = stopped(run("batch-job", "FARGATE"));
        JsonNode other = stopped(run(
                "batch-job",
                "FARGATE",
                "--overrides",
                "{\"containerOverrides\":[{\"name\":\"etl\",\"command\":[\"check\",\"--day\",\"2024-06-01\"],"
                        + "\"environment\":[{\"name\":\"STAGE\",\"value\":\"prod\"}]}]}"));

        assertThat(container(plain, "etl").path("exitCode").asInt(-1)).isZero();
        assertThat(container(other, "etl").path("exitCode").asInt(-1)).isEqualTo(3);
        assertThat(plain.at("/ephemeralStorage/sizeInGiB").asInt()).isEqualTo(50);
        assertThat(messages("/batch/etl", 2))
                .containsExactlyInAnyOrder(
                        "dev, 4 workers: load --day today", "prod, 4 workers: check --day 2024-06-01");
    }

    /// Registers a definition and runs it; the answer is the task's ARN.
    private String run(String definition, String launchType, String... more) {
        JsonNode registered =
                cli.json("ecs", "register-task-definition", "--cli-input-json", "file://" + file(definition));
        List<String> words = new ArrayList<>(List.of(
                "ecs",
                "run-task",
                "--task-definition",
                registered.at("/taskDefinition/taskDefinitionArn").asText(),
                "--launch-type",
                launchType));
        words.addAll(List.of(more));
        JsonNode answer = cli.json(words.toArray(String[]::new));
        assertThat(answer.path("failures")).isEmpty();
        return answer.at("/tasks/0/taskArn").asText();
    }

    /// A definition is written for one architecture; here it is the engine's.
    private Path file(String definition) {
        String name = "definitions/" + definition + ".json";
        berth.file(name);
        Path file = berth.folder().resolve(name);
        String here = TestEngine.docker("info", "-f", "{{.Architecture}}").equals("aarch64") ? "ARM64" : "X86_64";
        try {
            Files.writeString(file, Files.readString(file).replace("X86_64", here));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private JsonNode running(String arn) {
        return shown(arn, "lastStatus", "RUNNING");
    }

    private JsonNode healthy(String arn) {
        return shown(arn, "healthStatus", "HEALTHY");
    }

    private JsonNode stopped(String arn) {
        return shown(arn, "lastStatus", "STOPPED");
    }

    private JsonNode shown(String arn, String field, String value) {
        return Until.shown(
                SOON,
                value,
                () -> cli.json("ecs", "describe-tasks", "--tasks", arn).at("/tasks/0"),
                task -> task.path(field).asText().equals(value));
    }

    private void stop(JsonNode task) {
        String arn = task.path("taskArn").asText();
        cli.json("ecs", "stop-task", "--task", arn);
        stopped(arn);
    }

    private static JsonNode container(JsonNode task, String name) {
        return StreamSupport.stream(task.path("containers").spliterator(), false)
                .filter(container -> container.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String address(JsonNode task) {
        return task.at("/containers/0/networkInterfaces/0/privateIpv4Address").asText();
    }

    private static String inside(JsonNode task, String container, String script) {
        return TestEngine.docker(
                "exec", container(task, container).path("runtimeId").asText(), "sh", "-c", script);
    }

    private static String sql(JsonNode task, String statement) {
        return inside(task, "postgres", "psql -U postgres -h 127.0.0.1 -q -t -A -c '" + statement + "'");
    }

    private List<String> messages(String group, int count) {
        return Until.shown(
                SOON,
                count + " lines in " + group,
                () -> cli.json("logs", "filter-log-events", "--log-group-name", group)
                        .path("events")
                        .findValuesAsText("message"),
                lines -> lines.size() >= count);
    }
}
