package berth.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.Mount;
import berth.agent.engine.Mount.Keeping;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.ContainerSettings.MountPoint;
import berth.kernel.host.ContainerSettings.VolumesFrom;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Volume;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MountsTest {
    private static final SequencedMap<String, String> NONE = new LinkedHashMap<>();

    @Test
    void aVolumeWithoutASourceIsADockerVolumeOfTheTask() {
        Mount.Named mount = (Mount.Named) mount(new Volume.Host(null), true);

        assertThat(mount.volume()).matches("ecs-web-3-v-[0-9a-f]{20}");
        assertThat(mount).isEqualTo(new Mount.Named(mount.volume(), "/d", true, Keeping.TASK, null, NONE, NONE));
        assertThat(mount(new Volume.Host(null), true))
                .as("the same at every look")
                .isEqualTo(mount);
    }

    @Test
    void aSharedVolumeHasItsOwnNameAndIsMadeOnlyWhereTheDefinitionSaysSo() {
        assertThat(mount(new Volume.Docker(true, true, "d", NONE, NONE), null))
                .isEqualTo(new Mount.Named("v", "/d", false, Keeping.SHARED, "d", NONE, NONE));
        assertThat(mount(new Volume.Docker(true, null, null, NONE, NONE), null))
                .isEqualTo(new Mount.Named("v", "/d", false, Keeping.EXISTING, null, NONE, NONE));
        assertThat(((Mount.Named) mount(new Volume.Docker(false, null, "d", NONE, NONE), null)).keeping())
                .isEqualTo(Keeping.TASK);
    }

    @Test
    void aHostsDirectoryIsItself() {
        assertThat(mount(new Volume.Host("/srv"), false)).isEqualTo(new Mount.Path("/srv", "/d", false));
    }

    @Test
    void aDirectoryStandsForAFileSystemOfEfs() {
        assertThat(mount(new Volume.Efs("fs-1a2b3c4d", "/www", null, null, null), null))
                .isEqualTo(new Mount.Path("/data/efs/fs-1a2b3c4d/www", "/d", false));
        assertThat(mount(new Volume.Efs("fs-1a2b3c4d", null, null, null, null), null))
                .isEqualTo(new Mount.Path("/data/efs/fs-1a2b3c4d", "/d", false));
        Volume.Efs.Authorization point = new Volume.Efs.Authorization("fsap-5e6f7a8b", null);
        assertThat(mount(new Volume.Efs("fs-1a2b3c4d", "/", "ENABLED", null, point), null))
                .isEqualTo(new Mount.Path("/data/efs/fs-1a2b3c4d/fsap-5e6f7a8b", "/d", false));
    }

    @Test
    void aFileSystemOfS3FilesIsADirectoryToo() {
        String arn = "arn:aws:s3files:us-east-1:000000000000:file-system/fs-1a2b3c4d";
        assertThat(mount(new Volume.S3Files(arn, "/www", null, null), null))
                .isEqualTo(new Mount.Path("/data/s3files/fs-1a2b3c4d/www", "/d", false));
        assertThat(mount(new Volume.S3Files(arn, null, null, null), null))
                .isEqualTo(new Mount.Path("/data/s3files/fs-1a2b3c4d", "/d", false));
        assertThat(mount(new Volume.S3Files(arn, "/", 2999, arn + "/access-point/fsap-5e6f7a8b"), null))
                .isEqualTo(new Mount.Path("/data/s3files/fs-1a2b3c4d/fsap-5e6f7a8b", "/d", false));
    }

    @Test
    void anEbsVolumeIsADockerVolumeOfItsIdThatGoesWithTheTaskOrStays() {
        SequencedMap<String, String> tags = new LinkedHashMap<>();
        tags.put("berth.task-volume", "a tag is no order");
        tags.put("team", "a");
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        labels.put("team", "a");
        String id = "vol-0123456789abcdef0";

        assertThat(mount(new Volume.Ebs(id, 10, true, tags), null))
                .isEqualTo(new Mount.Named(id, "/d", false, Keeping.TASK, null, NONE, labels, true));
        assertThat(mount(new Volume.Ebs(id, 10, false, NONE), true))
                .isEqualTo(new Mount.Named(id, "/d", true, Keeping.SHARED, null, NONE, NONE, true));
    }

    @Test
    void aContainerIsCreatedAfterThoseWhoseVolumesItTakes() {
        DesiredContainer heir = with(Tasks.container("heir"), List.of(), List.of(new VolumesFrom("log", true)));
        DesiredTask task = Tasks.bridge("t", true, heir, Tasks.container("log"));
        TaskNow pulled = TaskNow.unseen(task.arn()).withImage("nginx", Tasks.image());
        TaskNow created = pulled.withContainer("log", ContainerNow.UNSEEN.seen(Tasks.engine("log", Status.CREATED)));

        assertThat(Tasks.supervisor().decide(task, pulled, new TreeSet<>()))
                .extracting(EngineAction::attemptKey)
                .containsExactly("create log");
        assertThat(Tasks.supervisor().decide(task, created, new TreeSet<>()))
                .singleElement()
                .isInstanceOfSatisfying(EngineAction.Create.class, create -> {
                    assertThat(create.name()).isEqualTo("heir");
                    assertThat(create.request().volumesFrom())
                            .singleElement()
                            .asString()
                            .matches("ecs-web-3-log-[0-9a-f]{20}:ro");
                });
    }

    private static Mount mount(Volume.Source source, @Nullable Boolean readOnly) {
        DesiredContainer container =
                with(Tasks.container("web"), List.of(new MountPoint("v", "/d", readOnly)), List.of());
        DesiredTask task = Tasks.with(Tasks.bridge("t", true, container), null, new Volume("v", source));
        return Tasks.requests(false)
                .of(task, container, Tasks.image(), null)
                .mounts()
                .getFirst();
    }

    private static DesiredContainer with(DesiredContainer one, List<MountPoint> points, List<VolumesFrom> others) {
        return new DesiredContainer(
                one.arn(),
                one.name(),
                one.image(),
                null,
                one.essential(),
                false,
                one.cpu(),
                one.memory(),
                one.memoryReservation(),
                one.ports(),
                null,
                null,
                one.environment(),
                null,
                one.stopTimeout(),
                one.log(),
                null,
                ContainerSettings.NONE.withMounts(points, others));
    }
}
