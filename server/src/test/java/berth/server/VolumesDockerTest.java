package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Volumes, and what mounts them: what a container writes, others see or do not, and what goes with the task.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VolumesDockerTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String SLEEP = "trap exit TERM; sleep 100000 & wait";
    private static final String S3_FILES = "arn:aws:s3files:us-east-1:000000000000:file-system/fs-12345678";
    private static final String VOLUME =
            "'volumeConfigurations':[{'name':'data','managedEBSVolume':{'roleArn':'arn:aws:iam::000000000000:role/ebs',CLAUSES}}]";
    private static final String SHARED =
            "berth-test-" + Long.toHexString(ThreadLocalRandom.current().nextLong() >>> 24);

    private final TestBerth berth = TestBerth.start("--task-cleanup-wait", "1s");
    private Path onHost = Path.of("/");
    private String task = "";
    private String writer = "";
    private String reader = "";
    private String heir = "";

    @BeforeAll
    void start() throws IOException {
        TestEngine.requireImages();
        onHost = Files.createTempDirectory("berth-volume-");
        String definition = """
                {"family":"stores","taskRoleArn":"arn:aws:iam::000000000000:role/files","volumes":[
                  {"name":"scratch"},
                  {"name":"host","host":{"sourcePath":"HOST/made/by/the/engine"}},
                  {"name":"own","dockerVolumeConfiguration":{"scope":"task","driver":"local",
                    "driverOpts":{"type":"tmpfs","device":"tmpfs","o":"size=5m"},"labels":{"team":"blue"}}},
                  {"name":"SHARED","dockerVolumeConfiguration":{"scope":"shared","autoprovision":true}},
                  {"name":"files","efsVolumeConfiguration":{"fileSystemId":"fs-12345678","rootDirectory":"/www"}},
                  {"name":"point","efsVolumeConfiguration":{"fileSystemId":"fs-12345678","transitEncryption":"ENABLED",
                    "authorizationConfig":{"accessPointId":"fsap-12345678","iam":"ENABLED"}}},
                  {"name":"bucket","s3filesVolumeConfiguration":{"fileSystemArn":"S3FILES","rootDirectory":"/www",
                    "transitEncryptionPort":2999}},
                  {"name":"entry","s3filesVolumeConfiguration":{"fileSystemArn":"S3FILES",
                    "accessPointArn":"S3FILES/access-point/fsap-12345678"}}],
                 "containerDefinitions":[
                  {"name":"heir","image":"busybox","memory":16,"command":["sh","-c","SLEEP"],
                   "volumesFrom":[{"sourceContainer":"writer","readOnly":true}]},
                  {"name":"writer","image":"busybox","memory":16,
                   "command":["sh","-c","for d in scratch host own shared files bucket entry point; do echo $d >/$d/file; done; SLEEP"],
                   "mountPoints":[{"sourceVolume":"scratch","containerPath":"/scratch"},
                     {"sourceVolume":"host","containerPath":"/host","readOnly":false},
                     {"sourceVolume":"own","containerPath":"/own"},
                     {"sourceVolume":"SHARED","containerPath":"/shared"},
                     {"sourceVolume":"files","containerPath":"/files"},
                     {"sourceVolume":"bucket","containerPath":"/bucket"},
                     {"sourceVolume":"entry","containerPath":"/entry"},
                     {"sourceVolume":"point","containerPath":"/point"}]},
                  {"name":"reader","image":"busybox","memory":16,"command":["sh","-c","SLEEP"],
                   "mountPoints":[{"sourceVolume":"scratch","containerPath":"/elsewhere","readOnly":true}]}]}
                """.replace("HOST", onHost.toString())
                .replace("SHARED", SHARED)
                .replace("SLEEP", SLEEP)
                .replace("S3FILES", S3_FILES);
        berth.call("RegisterTaskDefinition", definition);
        task = berth.runTask("stores");
        JsonNode running = await(task, "RUNNING");
        heir = running.at("/containers/0/runtimeId").asText();
        writer = running.at("/containers/1/runtimeId").asText();
        reader = running.at("/containers/2/runtimeId").asText();
        TestBerth.await(
                SOON,
                "the last file",
                () -> inside(writer, "cat /point/file 2>/dev/null || true"),
                text -> text.equals("point"));
    }

    @AfterAll
    void close() throws IOException {
        removeWhatRootMade(onHost);
        removeWhatRootMade(berth.data().resolve("efs"));
        removeWhatRootMade(berth.data().resolve("s3files"));
        berth.close();
        Files.delete(onHost);
    }

    @Test
    void mountPoints() {
        assertThat(inside(reader, "cat /elsewhere/file")).isEqualTo("scratch");
        assertThat(inside(reader, "touch /elsewhere/other 2>&1 || true")).contains("Read-only file system");
        assertThat(inside(writer, "touch /scratch/other && ls /scratch")).contains("other");
    }

    @Test
    void volumesFrom() {
        assertThat(inside(heir, "cat /scratch/file /host/file")).isEqualTo("scratch\nhost");
        assertThat(inside(heir, "touch /scratch/mine 2>&1 || true")).contains("Read-only file system");
    }

    @Test
    void volumeName() {
        assertThat(volumeAt(writer, "/scratch")).startsWith("ecs-stores-1-scratch-");
        assertThat(volumeAt(reader, "/elsewhere")).isEqualTo(volumeAt(writer, "/scratch"));
    }

    @Test
    void hostSourcePath() {
        assertThat(onHost.resolve("made/by/the/engine/file")).hasContent("host");
    }

    @Test
    void dockerVolumeConfiguration() {
        String own = volumeAt(writer, "/own");
        assertThat(own).startsWith("ecs-stores-1-own-");
        assertThat(inside(writer, "grep ' /own ' /proc/mounts"))
                .startsWith("tmpfs /own tmpfs")
                .contains("size=5120k");
        assertThat(TestEngine.docker("volume", "inspect", "-f", "{{.Driver}} {{.Labels.team}}", own))
                .isEqualTo("local blue");
        assertThat(volumeAt(writer, "/shared")).isEqualTo(SHARED);
    }

    @Test
    void efsVolumeConfiguration() throws IOException {
        assertThat(berth.data().resolve("efs/fs-12345678/www/file")).hasContent("files");
        assertThat(berth.call("DescribeTaskDefinition", "{'taskDefinition':'stores'}")
                        .at("/taskDefinition/volumes/4/efsVolumeConfiguration/rootDirectory")
                        .asText())
                .isEqualTo("/www");
    }

    @Test
    void authorizationConfig() {
        assertThat(berth.data().resolve("efs/fs-12345678/fsap-12345678/file")).hasContent("point");
    }

    @Test
    void s3filesVolumeConfiguration() throws IOException {
        assertThat(berth.data().resolve("s3files/fs-12345678/www/file")).hasContent("bucket");
        assertThat(berth.data().resolve("s3files/fs-12345678/fsap-12345678/file"))
                .hasContent("entry");
        JsonNode shown = berth.call("DescribeTaskDefinition", "{'taskDefinition':'stores'}")
                .at("/taskDefinition/volumes/6/s3filesVolumeConfiguration");
        assertThat(shown.path("fileSystemArn").asText()).isEqualTo(S3_FILES);
        assertThat(shown.path("transitEncryptionPort").asInt()).isEqualTo(2999);
    }

    @Test
    void whatIsTheTasksOwnGoesWithItAndWhatIsSharedServesTheNext() {
        berth.call("RegisterTaskDefinition", """
                {"family":"brief","volumes":[{"name":"scratch","host":{}},
                  {"name":"SHARED","dockerVolumeConfiguration":{"scope":"shared"}}],
                 "containerDefinitions":[{"name":"main","image":"busybox","memory":16,
                  "command":["sh","-c","echo hers >/scratch/file; cat /shared/file; sleep 1"],
                  "mountPoints":[{"sourceVolume":"scratch","containerPath":"/scratch"},
                                 {"sourceVolume":"SHARED","containerPath":"/shared"}]}]}
                """.replace("SHARED", SHARED));
        JsonNode over = await(berth.runTask("brief"), "STOPPED");

        assertThat(over.at("/containers/0/exitCode").asInt()).isZero();
        TestBerth.await(
                SOON,
                "its volume to be gone",
                () -> TestEngine.docker("volume", "ls", "-q", "--filter", "name=ecs-brief-"),
                String::isEmpty);
        assertThat(TestEngine.docker("volume", "ls", "-q", "--filter", "name=" + SHARED))
                .isEqualTo(SHARED);
    }

    @Test
    void aSharedVolumeThatNobodyMadeIsMissed() {
        berth.call("RegisterTaskDefinition", """
                {"family":"missed","volumes":[{"name":"nobody-made-this","dockerVolumeConfiguration":{"scope":"shared"}}],
                 "containerDefinitions":[{"name":"main","image":"busybox","memory":16,"command":["true"],
                  "mountPoints":[{"sourceVolume":"nobody-made-this","containerPath":"/d"}]}]}
                """);
        JsonNode over = await(berth.runTask("missed"), "STOPPED");

        assertThat(over.path("stopCode").asText()).isEqualTo("TaskFailedToStart");
        assertThat(over.at("/containers/0/reason").asText())
                .startsWith("CannotCreateContainerError: The docker volume nobody-made-this does not exist");
        assertThat(TestEngine.docker("volume", "ls", "-q", "--filter", "name=nobody-made-this"))
                .isEmpty();
    }

    @Test
    void aCrashLosesNoVolumeAndLeavesNone() {
        berth.call("RegisterTaskDefinition", """
                {"family":"lasting","volumes":[{"name":"scratch"}],
                 "containerDefinitions":[{"name":"main","image":"busybox","memory":16,
                  "command":["sh","-c","date >>/scratch/starts; SLEEP"],
                  "mountPoints":[{"sourceVolume":"scratch","containerPath":"/scratch"}]}]}
                """.replace("SLEEP", SLEEP));
        String arn = berth.runTask("lasting");
        String id = await(arn, "RUNNING").at("/containers/0/runtimeId").asText();
        berth.kill();
        String left = "berth-left-" + SHARED;
        TestEngine.docker(
                "volume",
                "create",
                "--label",
                "berth.task-volume=",
                "--label",
                "berth.installation=" + berth.installation(),
                left);
        berth.startAgain();

        assertThat(inside(id, "wc -l </scratch/starts")).isEqualTo("1");
        TestBerth.await(
                SOON,
                "what a crash left to be swept",
                () -> TestEngine.docker("volume", "ls", "-q", "--filter", "name=" + left),
                String::isEmpty);
        berth.call("StopTask", "{'task':'" + arn + "'}");
        TestBerth.await(
                SOON,
                "its volume to be gone",
                () -> TestEngine.docker("volume", "ls", "-q", "--filter", "name=ecs-lasting-"),
                String::isEmpty);
    }

    @Test
    void configuredAtLaunch() {
        JsonNode defined = store("ebs", "echo mine >/data/file; SLEEP");
        assertThat(defined.at("/taskDefinition/volumes/0/configuredAtLaunch").asBoolean())
                .isTrue();
        String arn = runWith(
                "ebs",
                "'sizeInGiB':1,'tagSpecifications':[{'resourceType':'volume','tags':[{'key':'team','value':'a'}]}]");
        JsonNode running = await(arn, "RUNNING");
        String volume = volumeOf(running);

        assertThat(running.at("/attachments/0/type").asText()).isEqualTo("AmazonElasticBlockStorage");
        assertThat(running.at("/attachments/0/status").asText()).isEqualTo("ATTACHED");
        assertThat(volume).matches("vol-[0-9a-f]{17}");
        assertThat(volumeAt(running.at("/containers/0/runtimeId").asText(), "/data"))
                .isEqualTo(volume);
        TestBerth.await(SOON, "its file", () -> read(volume), text -> text.equals("mine"));
        assertThat(TestEngine.docker(
                        "volume", "inspect", "-f", "{{.Labels.team}} {{.Labels.AmazonECSCreated}}", volume))
                .isEqualTo("a " + arn);

        berth.call("StopTask", "{'task':'" + arn + "'}");
        assertThat(await(arn, "STOPPED").at("/attachments/0/status").asText()).isEqualTo("DELETED");
        awaitGone(volume);
    }

    @Test
    void aVolumeThatIsNotToGoWithItsTaskStays() {
        store("keeper", "echo kept >/data/file");
        String arn = runWith("keeper", "'sizeInGiB':1,'terminationPolicy':{'deleteOnTermination':false}");
        JsonNode over = await(arn, "STOPPED");
        String volume = volumeOf(over);
        TestBerth.await(
                SOON,
                "its container to be removed",
                () -> TestEngine.docker("ps", "-aq", "--filter", "volume=" + volume),
                String::isEmpty);

        assertThat(over.at("/attachments/0/status").asText()).isEqualTo("DETACHED");
        assertThat(read(volume)).isEqualTo("kept");
        TestEngine.docker("volume", "rm", volume);
    }

    @Test
    void theTasksOfAServiceHaveAVolumeEach() {
        store("replicas", "hostname >/data/file; SLEEP");
        berth.call(
                "CreateService",
                ("{'serviceName':'replicas','taskDefinition':'replicas','desiredCount':2," + VOLUME + "}")
                        .replace("CLAUSES", "'sizeInGiB':1,'filesystemType':'xfs','encrypted':false"));
        List<JsonNode> tasks = new ArrayList<>();
        for (JsonNode arn : TestBerth.await(
                SOON,
                "two tasks",
                () -> berth.call("ListTasks", "{'serviceName':'replicas'}").path("taskArns"),
                arns -> arns.size() == 2)) {
            tasks.add(await(arn.asText(), "RUNNING"));
        }

        for (JsonNode task : tasks) {
            String hostname = inside(task.at("/containers/0/runtimeId").asText(), "hostname");
            TestBerth.await(SOON, "its file", () -> read(volumeOf(task)), hostname::equals);
        }
        assertThat(berth.call("DescribeServices", "{'services':['replicas']}")
                        .at("/services/0/deployments/0/volumeConfigurations/0/managedEBSVolume/filesystemType")
                        .asText())
                .isEqualTo("xfs");
        berth.call("DeleteService", "{'service':'replicas','force':true}");
        tasks.forEach(task -> awaitGone(volumeOf(task)));
    }

    @Test
    void aCrashNeitherMakesASecondVolumeNorLeavesOne() {
        store("crashed", "date >>/data/starts; SLEEP");
        String arn = runWith("crashed", "'sizeInGiB':1");
        JsonNode running = await(arn, "RUNNING");
        String volume = volumeOf(running);
        berth.kill();
        berth.startAgain();

        JsonNode again = await(arn, "RUNNING");
        assertThat(volumeOf(again)).isEqualTo(volume);
        assertThat(inside(again.at("/containers/0/runtimeId").asText(), "wc -l </data/starts"))
                .isEqualTo("1");
        berth.call("StopTask", "{'task':'" + arn + "'}");
        await(arn, "STOPPED");
        berth.kill();
        berth.startAgain();
        awaitGone(volume);
    }

    @Test
    void aUserWhoIsNotRootMayWriteToItsVolume() {
        berth.call("RegisterTaskDefinition", """
                {"family":"anybody","volumes":[{"name":"data","configuredAtLaunch":true}],
                 "containerDefinitions":[{"name":"main","image":"busybox","memory":16,"user":"1000:1000",
                  "command":["sh","-c","id -u >/srv/deep/data/file"],
                  "mountPoints":[{"sourceVolume":"data","containerPath":"/srv/deep/data/"}]}]}
                """);
        JsonNode over =
                await(runWith("anybody", "'sizeInGiB':1,'terminationPolicy':{'deleteOnTermination':false}"), "STOPPED");
        String volume = volumeOf(over);

        assertThat(over.at("/containers/0/exitCode").asInt()).isZero();
        assertThat(read(volume)).isEqualTo("1000");
        TestBerth.await(
                SOON,
                "its container to be removed",
                () -> TestEngine.docker("ps", "-aq", "--filter", "volume=" + volume),
                String::isEmpty);
        TestEngine.docker("volume", "rm", volume);
    }

    /// A file with a hole: it counts for what it says it has.
    @Test
    void aVolumeIsNotLargerThanItsSize() {
        store("full", "truncate -s 1536M /data/file; SLEEP");
        JsonNode over = await(runWith("full", "'sizeInGiB':1"), "STOPPED");

        assertThat(over.path("stoppedReason").asText())
                .isEqualTo("No space left on device: the volume data (" + volumeOf(over)
                        + ") holds 1.5 GiB, and its size is 1 GiB.");
    }

    /// A definition of one container that does this with a volume at /data.
    private JsonNode store(String family, String script) {
        return berth.call(
                "RegisterTaskDefinition",
                """
                {"family":"FAMILY","volumes":[{"name":"data","configuredAtLaunch":true}],
                 "containerDefinitions":[{"name":"main","image":"busybox","memory":16,"command":["sh","-c","SCRIPT"],
                  "mountPoints":[{"sourceVolume":"data","containerPath":"/data"}]}]}
                """.replace("FAMILY", family).replace("SCRIPT", script).replace("SLEEP", SLEEP));
    }

    private String runWith(String family, String clauses) {
        return berth.call("RunTask", ("{'taskDefinition':'" + family + "'," + VOLUME + "}").replace("CLAUSES", clauses))
                .at("/tasks/0/taskArn")
                .asText();
    }

    private static String volumeOf(JsonNode task) {
        for (JsonNode detail : task.at("/attachments/0/details")) {
            if (detail.path("name").asText().equals("volumeId")) {
                return detail.path("value").asText();
            }
        }
        throw new AssertionError("no volume in " + task.path("attachments"));
    }

    /// The file in a docker volume, as its host sees it.
    private static String read(String volume) {
        return TestEngine.docker(
                        "run", "--rm", "-v", volume + ":/v", "busybox", "sh", "-c", "cat /v/file 2>/dev/null || true")
                .strip();
    }

    private static void awaitGone(String volume) {
        TestBerth.await(
                SOON,
                volume + " to be gone",
                () -> TestEngine.docker("volume", "ls", "-q", "--filter", "name=" + volume),
                String::isEmpty);
    }

    private static void removeWhatRootMade(Path directory) {
        TestEngine.docker("run", "--rm", "-v", directory + ":/gone", "busybox", "sh", "-c", "rm -rf /gone/*");
    }

    private static String volumeAt(String id, String path) {
        return TestEngine.docker(
                "inspect", "-f", "{{range .Mounts}}{{if eq .Destination \"" + path + "\"}}{{.Name}}{{end}}{{end}}", id);
    }

    private static String inside(String id, String script) {
        return TestEngine.docker("exec", id, "sh", "-c", script).strip();
    }

    private JsonNode await(String arn, String status) {
        return berth.awaitTask(SOON, arn, status);
    }
}
