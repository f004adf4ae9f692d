package berth.control.ecs.service;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.dispatch.Calls;
import berth.control.ecs.service.api.CreateService;
import berth.control.ecs.service.api.CreateTaskSet;
import berth.control.ecs.service.api.DescribeServiceRevisions;
import berth.control.ecs.service.api.UpdateService;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.api.RunTask;
import berth.control.ecs.task.api.StartTask;
import berth.control.ecs.task.model.ManagedVolume;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.plan.DesiredPlanner;
import berth.control.ecs.taskdef.api.RegisterTaskDefinition;
import berth.kernel.Fault;
import berth.kernel.FaultException;
import berth.kernel.host.Volume;
import berth.wire.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.ServiceVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.StartTaskRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// The definition `store` has the volume `data`, which is configured at launch.
class VolumesAtLaunchTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/ecsInfrastructureRole";

    private final ServiceWorld world = new ServiceWorld(Settings.RELAXED);

    VolumesAtLaunchTest() {
        define("store", "'volumes':[{'name':'data','configuredAtLaunch':true}]");
        define("plain", "'volumes':[{'name':'data'}]");
    }

    /// What is wrong with `managedEBSVolume`, and what EC2 would say of it.
    static Stream<Arguments> invalid() {
        return Stream.of(
                Arguments.of(
                        "'volumeType':'gp3'",
                        "MissingParameter",
                        "The request must contain the parameter size or snapshotId"),
                Arguments.of("'sizeInGiB':0", "InvalidParameterValue", "Volume of 0GiB is too small; minimum is 1GiB."),
                Arguments.of(
                        "'sizeInGiB':16385",
                        "InvalidParameterValue",
                        "Volume of 16385GiB is too large; maximum is 16384GiB."),
                Arguments.of(
                        "'volumeType':'io1','sizeInGiB':3,'iops':100",
                        "InvalidParameterValue",
                        "Volume of 3GiB is too small; minimum is 4GiB."),
                Arguments.of(
                        "'volumeType':'st1','sizeInGiB':124",
                        "InvalidParameterValue",
                        "Volume of 124GiB is too small; minimum is 125GiB."),
                Arguments.of(
                        "'volumeType':'sc1','sizeInGiB':124",
                        "InvalidParameterValue",
                        "Volume of 124GiB is too small; minimum is 125GiB."),
                Arguments.of(
                        "'volumeType':'standard','sizeInGiB':1025",
                        "InvalidParameterValue",
                        "Volume of 1025GiB is too large; maximum is 1024GiB."),
                Arguments.of(
                        "'volumeType':'gp4','sizeInGiB':1",
                        "InvalidParameterValue",
                        "The volume type 'gp4' is not one of [gp2, gp3, io1, io2, sc1, st1, standard]."),
                Arguments.of(
                        "'volumeType':'gp3','sizeInGiB':10,'iops':2999",
                        "InvalidParameterValue",
                        "Volume iops of 2999 is too low; minimum is 3000."),
                Arguments.of(
                        "'volumeType':'gp3','sizeInGiB':10,'iops':16001",
                        "InvalidParameterValue",
                        "Volume iops of 16001 is too high; maximum is 16000."),
                Arguments.of(
                        "'volumeType':'io1','sizeInGiB':10,'iops':64001",
                        "InvalidParameterValue",
                        "Volume iops of 64001 is too high; maximum is 64000."),
                Arguments.of(
                        "'volumeType':'io2','sizeInGiB':10,'iops':99",
                        "InvalidParameterValue",
                        "Volume iops of 99 is too low; minimum is 100."),
                Arguments.of(
                        "'volumeType':'io2','sizeInGiB':10",
                        "MissingParameter",
                        "The parameter iops must be specified for io2 volumes."),
                Arguments.of(
                        "'sizeInGiB':10,'iops':3000",
                        "InvalidParameterCombination",
                        "The parameter iops is not supported for gp2 volumes."),
                Arguments.of(
                        "'volumeType':'st1','sizeInGiB':125,'iops':3000",
                        "InvalidParameterCombination",
                        "The parameter iops is not supported for st1 volumes."),
                Arguments.of(
                        "'volumeType':'io1','sizeInGiB':10,'iops':100,'throughput':125",
                        "InvalidParameterCombination",
                        "The parameter throughput is not supported for io1 volumes."),
                Arguments.of(
                        "'volumeType':'gp3','sizeInGiB':10,'throughput':124",
                        "InvalidParameterValue",
                        "Volume throughput of 124 is too low; minimum is 125."),
                Arguments.of(
                        "'volumeType':'gp3','sizeInGiB':10,'iops':4004,'throughput':1001",
                        "InvalidParameterValue",
                        "Volume throughput of 1001 is too high; maximum is 1000."),
                Arguments.of(
                        "'volumeType':'gp3','sizeInGiB':10,'throughput':1000",
                        "InvalidParameterCombination",
                        "Throughput (MiBps) to iops ratio of 0.333333 is too high; maximum is 0.250000 MiBps per iops"));
    }

    @ParameterizedTest
    @MethodSource
    void invalid(String clauses, String code, String message) {
        String words =
                "ECS managed EBS volume configuration was invalid for volume 'data'. Encountered '%s' error from AmazonEC2: \"%s\""
                        .formatted(code, message);

        assertThat(runRefused(ebs(clauses))).isEqualTo(Fault.invalidParameter(words));
        assertThat(createRefused(ebs(clauses))).isEqualTo(Fault.invalidParameter(words));
    }

    static Stream<String> valid() {
        return Stream.of(
                "'sizeInGiB':1",
                "'sizeInGiB':16384,'volumeType':'gp2','encrypted':true,'kmsKeyId':'alias/k','filesystemType':'ext4'",
                "'sizeInGiB':1,'volumeType':'gp3','iops':16000,'throughput':1000,'filesystemType':'xfs'",
                "'sizeInGiB':1,'volumeType':'gp3','throughput':750,'filesystemType':'ext3'",
                "'sizeInGiB':4,'volumeType':'io1','iops':100",
                "'sizeInGiB':16384,'volumeType':'io2','iops':256000",
                "'sizeInGiB':125,'volumeType':'st1','encrypted':false",
                "'sizeInGiB':125,'volumeType':'sc1'",
                "'sizeInGiB':1024,'volumeType':'standard'",
                "'sizeInGiB':1,'tagSpecifications':[{'resourceType':'volume','tags':[{'key':'a','value':'b'}],'propagateTags':'TASK_DEFINITION'}]",
                "'sizeInGiB':1,'tagSpecifications':[{'resourceType':'volume'}]");
    }

    /// Kept and shown as given.
    @ParameterizedTest
    @MethodSource
    void valid(String clauses) {
        run("store", ebs(clauses));
        create(ebs(clauses));

        ServiceVolumeConfiguration shown = world.described()
                .deployments()
                .getFirst()
                .volumeConfigurations()
                .getFirst();
        CreateServiceRequest given = json(CreateServiceRequest.class, "{" + ebs(clauses) + "}");
        assertThat(shown).isEqualTo(given.volumeConfigurations().getFirst());
        assertThat(new DescribeServiceRevisions()
                        .handle(
                                DescribeServiceRevisionsRequest.builder()
                                        .serviceRevisionArns(world.described()
                                                .currentServiceRevisions()
                                                .getFirst()
                                                .arn())
                                        .build(),
                                world.state,
                                world.context())
                        .serviceRevisions()
                        .getFirst()
                        .volumeConfigurations())
                .containsExactly(shown);
    }

    /// Clauses of a RunTask of `store`, and the words that refuse it.
    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(
                        "'count':1",
                        "The volume 'data' of the task definition is configuredAtLaunch, but no volume configuration is provided for it."),
                Arguments.of(
                        "'volumeConfigurations':[]",
                        "The volume 'data' of the task definition is configuredAtLaunch, but no volume configuration is provided for it."),
                Arguments.of(
                        "'volumeConfigurations':[{'name':'other','managedEBSVolume':{'sizeInGiB':1,'roleArn':'r'}}]",
                        "Volume configuration provided but no matching configuredAtLaunch volume found in task definition"),
                Arguments.of(
                        "'volumeConfigurations':[{'name':'data','managedEBSVolume':{'sizeInGiB':1,'roleArn':'r'}},{'name':'more','managedEBSVolume':{'sizeInGiB':1,'roleArn':'r'}}]",
                        "A task can have one volume that is configured at launch, 2 are configured."),
                Arguments.of(
                        "'volumeConfigurations':[{'name':'data'}]",
                        "managedEBSVolume of the volume configuration 'data' cannot be empty."),
                Arguments.of(
                        "'volumeConfigurations':[{'managedEBSVolume':{'sizeInGiB':1,'roleArn':'r'}}]",
                        "Volume name cannot be empty."),
                Arguments.of(
                        "'volumeConfigurations':[{'name':'data','managedEBSVolume':{'sizeInGiB':1}}]",
                        "roleArn of managedEBSVolume cannot be empty."),
                Arguments.of(
                        ebs("'snapshotId':'snap-1'"),
                        "Berth does not support volumeConfigurations[0].managedEBSVolume.snapshotId yet: there are no snapshots; give sizeInGiB, and the volume is empty. Leave it out, or see docs/differences.md for what is supported."),
                Arguments.of(
                        ebs("'sizeInGiB':1,'volumeInitializationRate':100"),
                        "Berth does not support volumeConfigurations[0].managedEBSVolume.volumeInitializationRate yet: there are no snapshots; give sizeInGiB, and the volume is empty. Leave it out, or see docs/differences.md for what is supported."),
                Arguments.of(
                        ebs("'sizeInGiB':1,'filesystemType':'btrfs'"),
                        "filesystemType must be one of [ext3, ext4, xfs, ntfs], was 'btrfs'."),
                Arguments.of(
                        ebs("'sizeInGiB':1,'filesystemType':'ntfs'"),
                        "filesystemType cannot be ntfs: there are no Windows containers."),
                Arguments.of(
                        ebs("'sizeInGiB':1,'tagSpecifications':[{'resourceType':'snapshot'}]"),
                        "resourceType of tagSpecifications must be one of [volume], was 'snapshot'."),
                Arguments.of(
                        ebs(
                                "'sizeInGiB':1,'tagSpecifications':[{'resourceType':'volume','tags':[{'key':'AmazonECSManaged','value':'x'}]}]"),
                        "The tag key AmazonECSManaged is reserved."),
                Arguments.of(
                        ebs("'sizeInGiB':1,'tagSpecifications':[{'resourceType':'volume','propagateTags':'SERVICE'}]"),
                        "Tags can only be propagated from SERVICE to the volumes of a service's tasks."),
                Arguments.of(
                        ebs("'sizeInGiB':1,'tagSpecifications':[{'resourceType':'volume','propagateTags':'CLUSTER'}]"),
                        "propagateTags must be one of [NONE, SERVICE, TASK_DEFINITION], was 'CLUSTER'."),
                Arguments.of(
                        ebs("'sizeInGiB':1,'volumeType':'standard'") + ",'launchType':'FARGATE'",
                        "ECS managed EBS volume configuration was invalid for volume 'data'. Encountered 'UnsupportedOperation' error from AmazonEC2: \"The standard volume type is not supported on Fargate.\""));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String clauses, String message) {
        assertThat(runRefused(clauses)).isEqualTo(Fault.invalidParameter(message));
    }

    @Test
    void aDefinitionWithoutSuchAVolumeTakesNone() {
        assertThat(refusal(() -> run("plain", ebs("'sizeInGiB':1"))).message())
                .isEqualTo(
                        "Volume configuration provided but no matching configuredAtLaunch volume found in task definition");
    }

    @Test
    void aDaemonServiceHasNone() {
        assertThat(refusal(() -> world.call(
                                new CreateService(Settings.RELAXED),
                                json(
                                        CreateServiceRequest.class,
                                        "{'cluster':'c','serviceName':'web','taskDefinition':'store',"
                                                + "'schedulingStrategy':'DAEMON'," + ebs("'sizeInGiB':1") + "}")))
                        .message())
                .startsWith("The daemon scheduling strategy does not support volume configurations.");
    }

    /// ECS: CreateTaskSet has no volumeConfigurations.
    @Test
    void anExternalServiceHasNone() {
        assertThat(refusal(() -> external("," + ebs("'sizeInGiB':1"))).message())
                .isEqualTo("VolumeConfigurations must be blank");
        external("");
        assertThat(refusal(() -> update(ebs("'sizeInGiB':1"))).message())
                .startsWith(
                        "Unable to update volume configurations on services with an EXTERNAL deployment controller.");
        assertThat(refusal(() -> world.call(
                                new CreateTaskSet(Settings.RELAXED),
                                json(
                                        CreateTaskSetRequest.class,
                                        "{'cluster':'c','service':'web','taskDefinition':'store'}")))
                        .message())
                .startsWith("The volume 'data' of the task definition is configuredAtLaunch");
    }

    @Test
    void eachTaskHasAVolumeOfItsOwnThatItsHostIsToldOf() {
        run("store", "'count':2," + ebs("'sizeInGiB':7,'terminationPolicy':{'deleteOnTermination':false}"));

        assertThat(volumes()).hasSize(2).allSatisfy((arn, volume) -> {
            assertThat(volume.volumeId()).matches("vol-[0-9a-f]{17}");
            assertThat(volume.deleteOnTermination()).isFalse();
            assertThat(volume.tags()).isEqualTo(Map.of("AmazonECSCreated", arn, "AmazonECSManaged", "true"));
        });
        assertThat(volumes().values().stream().map(ManagedVolume::volumeId).distinct())
                .hasSize(2);
        assertThat(volumes().values().stream().map(ManagedVolume::attachmentId).distinct())
                .hasSize(2);
        new DesiredPlanner(Calls.ACCOUNT).desired(world.state, "h1").tasks().forEach(task -> {
            ManagedVolume own = Objects.requireNonNull(volumes().get(task.arn()));
            assertThat(task.volumes())
                    .containsExactly(new Volume(
                            "data", new Volume.Ebs(own.volumeId(), 7, false, new LinkedHashMap<>(own.tags()))));
        });
    }

    @Test
    void startTaskConfiguresThemToo() {
        world.instanceIn("us-east-1b");
        var started = world.call(
                new StartTask(Settings.RELAXED),
                json(
                        StartTaskRequest.class,
                        "{'cluster':'c','taskDefinition':'store','containerInstances':['" + "2".repeat(32) + "'],"
                                + ebs("'sizeInGiB':1") + "}"));

        assertThat(started.tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.attachments())
                        .extracting(Attachment::type)
                        .containsExactly("AmazonElasticBlockStorage"));
    }

    @Test
    void attachmentsShowAVolumeAfterTheInterface() {
        define("vpc", "'networkMode':'awsvpc','volumes':[{'name':'data','configuredAtLaunch':true}]");
        var task = world.call(new RunTask(Settings.RELAXED), runTask("vpc", ebs("'sizeInGiB':1")))
                .tasks()
                .getFirst();

        assertThat(task.attachments())
                .extracting(one -> one.type() + ' ' + one.status())
                .containsExactly("ElasticNetworkInterface PRECREATED", "AmazonElasticBlockStorage CREATED");
        assertThat(details(task.attachments().get(1)))
                .isEqualTo(Map.of("roleArn", ROLE, "volumeName", "data", "deleteOnTermination", "true"));
    }

    @Test
    void aServicesTasksHaveVolumesThatGoWithThemAndTheTagsOfItsSpecifications() {
        world.call(
                new CreateService(Settings.RELAXED),
                json(
                        CreateServiceRequest.class,
                        "{'cluster':'c','serviceName':'web','taskDefinition':'store','desiredCount':2,"
                                + "'tags':[{'key':'team','value':'a'},{'key':'env','value':'prod'}],"
                                + ebs(
                                        "'sizeInGiB':1,'tagSpecifications':[{'resourceType':'volume','propagateTags':'SERVICE',"
                                                + "'tags':[{'key':'env','value':'test'}]}]")
                                + "}"));
        world.settle();

        assertThat(volumes()).hasSize(2).allSatisfy((arn, volume) -> {
            assertThat(volume.deleteOnTermination()).isTrue();
            assertThat(volume.tags())
                    .isEqualTo(Map.of("AmazonECSCreated", arn, "AmazonECSManaged", "true", "team", "a", "env", "test"));
        });
        assertThat(volumes().values().stream().map(ManagedVolume::volumeId).distinct())
                .hasSize(2);
    }

    @Test
    void otherVolumesBeginADeploymentAndAnEmptyListTakesThemAway() {
        create(ebs("'sizeInGiB':1"));
        world.settle();
        update(ebs("'sizeInGiB':1"));
        update("'desiredCount':2");
        assertThat(world.described().deployments()).as("the same again").hasSize(1);

        update(ebs("'sizeInGiB':2"));

        assertThat(world.described().deployments())
                .extracting(deployment -> deployment.status()
                        + ' '
                        + deployment
                                .volumeConfigurations()
                                .getFirst()
                                .managedEBSVolume()
                                .sizeInGiB())
                .containsExactly("PRIMARY 2", "ACTIVE 1");

        assertThat(refusal(() -> update("'taskDefinition':'plain'")).message())
                .as("what is left out stays")
                .isEqualTo(
                        "Volume configuration provided but no matching configuredAtLaunch volume found in task definition");
        update("'taskDefinition':'plain','volumeConfigurations':[]");

        assertThat(world.described().deployments().getFirst().hasVolumeConfigurations())
                .isFalse();
        assertThat(refusal(() -> update("'taskDefinition':'store'")).message())
                .startsWith("The volume 'data' of the task definition is configuredAtLaunch");
    }

    @Test
    void theSameCreateServiceAgainIsTheSameService() {
        create(ebs("'sizeInGiB':1"));
        create(ebs("'sizeInGiB':1"));

        assertThat(refusal(() -> create(ebs("'sizeInGiB':2"))).message())
                .isEqualTo("Creation of service was not idempotent.");
    }

    private TreeMap<String, ManagedVolume> volumes() {
        TreeMap<String, ManagedVolume> volumes = new TreeMap<>();
        for (Task task : world.state.all(TaskViews.TASKS)) {
            volumes.put(
                    TaskViews.arn(Calls.ACCOUNT, task), task.spec().volumes().getFirst());
        }
        return volumes;
    }

    private static TreeMap<String, String> details(Attachment attachment) {
        TreeMap<String, String> details = new TreeMap<>();
        for (KeyValuePair pair : attachment.details()) {
            details.put(pair.name(), pair.value());
        }
        return details;
    }

    /// The volume configuration of `data` with these clauses.
    private static String ebs(String clauses) {
        return "'volumeConfigurations':[{'name':'data','managedEBSVolume':{'roleArn':'" + ROLE + "'," + clauses + "}}]";
    }

    private void define(String family, String clauses) {
        world.call(
                new RegisterTaskDefinition(),
                json(
                        RegisterTaskDefinitionRequest.class,
                        "{'family':'" + family + "'," + clauses
                                + ",'cpu':'256','memory':'512','containerDefinitions':[{'name':'web','image':'nginx',"
                                + "'mountPoints':[{'sourceVolume':'data','containerPath':'/data'}]}]}"));
    }

    private static RunTaskRequest runTask(String family, String clauses) {
        return json(RunTaskRequest.class, "{'cluster':'c','taskDefinition':'" + family + "'," + clauses + "}");
    }

    private void run(String family, String clauses) {
        world.call(new RunTask(Settings.RELAXED), runTask(family, clauses));
    }

    private Fault runRefused(String clauses) {
        return refusal(() -> run("store", clauses));
    }

    private void create(String clauses) {
        world.call(
                new CreateService(Settings.RELAXED),
                json(
                        CreateServiceRequest.class,
                        "{'cluster':'c','serviceName':'web','taskDefinition':'store','desiredCount':1," + clauses
                                + "}"));
    }

    private Fault createRefused(String clauses) {
        return refusal(() -> create(clauses));
    }

    private void external(String clauses) {
        world.call(
                new CreateService(Settings.RELAXED),
                json(
                        CreateServiceRequest.class,
                        "{'cluster':'c','serviceName':'web','deploymentController':{'type':'EXTERNAL'}" + clauses
                                + "}"));
    }

    private void update(String clauses) {
        world.call(
                new UpdateService(Settings.RELAXED),
                json(UpdateServiceRequest.class, "{'cluster':'c','service':'web'," + clauses + "}"));
    }

    private static <Q extends SdkPojo> Q json(Class<Q> type, String text) {
        return Json.fromJson(type, text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Fault refusal(Runnable call) {
        try {
            call.run();
        } catch (FaultException e) {
            return e.fault();
        }
        throw new AssertionError("was not refused");
    }
}
