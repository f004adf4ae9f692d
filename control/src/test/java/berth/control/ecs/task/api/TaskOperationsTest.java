package berth.control.ecs.task.api;

import static org.assertj.core.api.Assertions.assertThat;

import berth.control.Settings;
import berth.control.ecs.instance.api.DescribeContainerInstances;
import berth.control.ecs.instance.api.ListContainerInstances;
import berth.control.ecs.task.TaskModule;
import berth.control.ecs.task.TaskReports;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.TaskWorld;
import berth.control.ecs.task.plan.Reports;
import berth.kernel.Fault;
import berth.kernel.host.Observed;
import berth.kernel.host.ObservedTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.Task;

final class TaskOperationsTest {
    private final TaskWorld world = new TaskWorld().host("h1");
    private final RunTask runTask = new RunTask(Settings.RELAXED);

    TaskOperationsTest() {
        world.sample();
        world.fargate();
    }

    private static RunTaskRequest request(Consumer<RunTaskRequest.Builder> more) {
        return RunTaskRequest.builder()
                .cluster("c")
                .taskDefinition("sample-task")
                .applyMutation(more)
                .build();
    }

    private RunTaskResponse run(Consumer<RunTaskRequest.Builder> more) {
        return world.calls.call(runTask, request(more));
    }

    private Fault refusal(Consumer<RunTaskRequest.Builder> more) {
        return world.calls.refusal(runTask, request(more));
    }

    private Task describe(String task) {
        return world.calls
                .call(
                        new DescribeTasks(),
                        DescribeTasksRequest.builder().cluster("c").tasks(task).build())
                .tasks()
                .getFirst();
    }

    private List<String> list(Consumer<ListTasksRequest.Builder> more) {
        return world.calls
                .call(
                        new ListTasks(
                                (state, service) -> service.equals("c/web") ? OptionalInt.of(1) : OptionalInt.empty()),
                        ListTasksRequest.builder()
                                .cluster("c")
                                .applyMutation(more)
                                .build())
                .taskArns();
    }

    private void observe(ObservedTask... tasks) {
        Observed report = new Observed("h1", 1, 1, 1, false, List.of(tasks), List.of());
        world.calls.commit(new TaskReports().observed(world.state(), report, new TreeSet<>(), world.calls.context()));
    }

    private berth.control.ecs.task.model.Task row(Task task) {
        return Objects.requireNonNull(TaskViews.byArn(world.state(), task.taskArn()));
    }

    @Test
    void standaloneTaskIsAcceptedAsPendingWithItsDefaults() {
        Task task = run(r -> {}).tasks().getFirst();
        assertThat(task.taskArn()).matches("arn:aws:ecs:us-east-1:111122223333:task/c/[0-9a-f]{32}");
        assertThat(task.lastStatus()).isEqualTo("PENDING");
        assertThat(task.desiredStatus()).isEqualTo("RUNNING");
        assertThat(task.group()).isEqualTo("family:sample-task");
        assertThat(task.launchTypeAsString()).isEqualTo("EC2");
        assertThat(task.version()).isEqualTo(1);
        assertThat(task.cpu()).isEqualTo("256");
        assertThat(task.memory()).isEqualTo("512");
        assertThat(task.startedBy()).isNull();
        assertThat(task.platformVersion()).isNull();
        assertThat(task.containerInstanceArn()).contains(":container-instance/c/");
        assertThat(task.overrides().containerOverrides()).singleElement().satisfies(override -> {
            assertThat(override.name()).isEqualTo("web");
            assertThat(override.hasCommand()).isFalse();
        });
        assertThat(task.containers().getFirst().lastStatus()).isEqualTo("PENDING");
        assertThat(task.containers().getFirst().exitCode()).isNull();
    }

    @Test
    void fargateTaskHasTheShapeOfARealOne() {
        Task accepted = run(r -> r.taskDefinition("fargate:1").launchType("FARGATE"))
                .tasks()
                .getFirst();
        assertThat(accepted.attachments().getFirst().status()).isEqualTo("PRECREATED");
        assertThat(accepted.attachments().getFirst().details())
                .extracting(KeyValuePair::name)
                .containsExactly("subnetId");
        observe(Reports.of(row(accepted), true, Reports.running("web", TaskWorld.NOW)));
        Task task = describe(accepted.taskArn());
        assertThat(task.lastStatus()).isEqualTo("RUNNING");
        assertThat(task.attachments().getFirst().status()).isEqualTo("ATTACHED");
        assertThat(task.attachments().getFirst().details())
                .extracting(KeyValuePair::name)
                .containsExactly(
                        "subnetId", "networkInterfaceId", "macAddress", "privateDnsName", "privateIPv4Address");
        assertThat(task.platformVersion()).isEqualTo("1.4.0");
        assertThat(task.platformFamily()).isEqualTo("Linux");
        assertThat(task.containerInstanceArn()).isNull();
        assertThat(task.ephemeralStorage().sizeInGiB()).isEqualTo(20);
        assertThat(task.containers().getFirst().networkBindings()).isEmpty();
        assertThat(task.containers().getFirst().networkInterfaces().getFirst().attachmentId())
                .isEqualTo(task.attachments().getFirst().id());
        observe(Reports.of(row(accepted), false, Reports.exited("web", TaskWorld.NOW, TaskWorld.NOW, 3)));
        Task stopped = describe(accepted.taskArn());
        assertThat(stopped.stopCodeAsString()).isEqualTo("EssentialContainerExited");
        assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(3);
        assertThat(stopped.attachments().getFirst().status()).isEqualTo("DELETED");
    }

    @Test
    void overridesAreEchoedAndReserved() {
        Task task = run(r -> r.overrides(o -> o.containerOverrides(c -> c.name("web")
                        .command("sleep", "9")
                        .memory(1024)
                        .environment(KeyValuePair.builder().name("A").value("1").build()))))
                .tasks()
                .getFirst();
        assertThat(task.memory()).isEqualTo("1024");
        assertThat(task.containers().getFirst().memory()).isEqualTo("1024");
        assertThat(task.overrides().containerOverrides().getFirst().command()).containsExactly("sleep", "9");
        assertThat(refusal(r -> r.overrides(o -> o.containerOverrides(c -> c.name("nope"))))
                        .message())
                .isEqualTo("Override for container named nope is not a container in the TaskDefinition.");
        assertThat(refusal(r -> r.overrides(
                                o -> o.containerOverrides(c -> c.name("web").command("x".repeat(8192)))))
                        .message())
                .isEqualTo("Container Overrides length must be at most 8192");
    }

    @Test
    void theTaskItselfIsOverridden() {
        Task task = run(r -> r.overrides(o -> o.cpu("1 vCPU")
                        .memory("2GB")
                        .taskRoleArn("arn:aws:iam::111122223333:role/other")
                        .executionRoleArn("puller")))
                .tasks()
                .getFirst();
        assertThat(task.cpu()).isEqualTo("1024");
        assertThat(task.memory()).isEqualTo("2048");
        assertThat(task.overrides().cpu()).isEqualTo("1024");
        assertThat(task.overrides().memory()).isEqualTo("2048");
        assertThat(task.overrides().taskRoleArn()).isEqualTo("arn:aws:iam::111122223333:role/other");
        assertThat(task.overrides().executionRoleArn()).isEqualTo("puller");
        assertThat(row(task).spec().limit()).isEqualTo(new berth.kernel.Resources(1024, 2048));
    }

    @Test
    void theStorageOfATaskIsOverridden() {
        Task task = run(r -> r.taskDefinition("fargate")
                        .launchType("FARGATE")
                        .overrides(o -> o.ephemeralStorage(e -> e.sizeInGiB(200))))
                .tasks()
                .getFirst();

        assertThat(task.ephemeralStorage().sizeInGiB()).isEqualTo(200);
        assertThat(task.overrides().ephemeralStorage().sizeInGiB()).isEqualTo(200);
    }

    @Test
    void environmentFilesOfAnOverrideReplaceThoseOfTheDefinition() {
        Task task = run(r -> r.overrides(o -> o.containerOverrides(
                        c -> c.name("web").environmentFiles(f -> f.type("s3").value("arn:aws:s3:::bucket/other.env")))))
                .tasks()
                .getFirst();
        assertThat(task.overrides()
                        .containerOverrides()
                        .getFirst()
                        .environmentFiles()
                        .getFirst()
                        .value())
                .isEqualTo("arn:aws:s3:::bucket/other.env");
        assertThat(refusal(r -> r.overrides(o -> o.containerOverrides(c -> c.name("web")
                                .environmentFiles(f -> f.type("s3").value("arn:aws:s3:::bucket/other.txt")))))
                        .message())
                .startsWith("environmentFiles.value must be the ARN of an object in S3 that ends in .env");
    }

    @Test
    void overridesKeepTheRulesOfTheTask() {
        assertThat(refusal(r -> r.overrides(o -> o.memory("511"))))
                .isEqualTo(Fault.invalidParameter(
                        "The 'memory' setting for container 'web' is greater than for the task."));
        assertThat(refusal(r -> r.overrides(o -> o.cpu("255"))))
                .isEqualTo(Fault.invalidParameter(
                        "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'."));
        assertThat(refusal(r -> r.overrides(o -> o.cpu("much"))).message())
                .startsWith("Invalid 'cpu' setting for task.");
        assertThat(refusal(r -> r.overrides(o -> o.taskRoleArn("not a role"))))
                .isEqualTo(Fault.client("Role is not valid"));
    }

    @Test
    void overridesOf8192CharactersAreAccepted() {
        String frame = "{\"containerOverrides\":[{\"name\":\"web\",\"command\":[\"\"]}]}";
        String word = "x".repeat(8192 - frame.length());
        assertThat(run(r -> r.overrides(
                                o -> o.containerOverrides(c -> c.name("web").command(word))))
                        .tasks())
                .hasSize(1);
        assertThat(refusal(r -> r.overrides(
                                o -> o.containerOverrides(c -> c.name("web").command(word + "x"))))
                        .message())
                .isEqualTo("Container Overrides length must be at most 8192");
    }

    @Test
    void capacityRefusalIsAFailureForEachInstanceAndNoError() {
        run(r -> {});
        RunTaskResponse second = run(r -> {});
        assertThat(second.tasks()).isEmpty();
        assertThat(second.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.arn()).contains(":container-instance/c/");
            assertThat(failure.reason()).isEqualTo("RESOURCE:PORTS");
            assertThat(failure.detail()).isNull();
        });
    }

    @Test
    void badRequestsAreRefusedInEcsWords() {
        assertThat(refusal(r -> r.cluster("nope"))).returns("ClusterNotFoundException", Fault::code);
        assertThat(refusal(r -> r.taskDefinition("nope"))).isEqualTo(Fault.client("TaskDefinition not found."));
        assertThat(refusal(r -> r.launchType("MOON")).message())
                .isEqualTo("launch type should be one of [EC2,FARGATE,EXTERNAL]");
        assertThat(refusal(r -> r.count(11)).code()).isEqualTo("InvalidParameterException");
        assertThat(refusal(r -> r.count(0)).code()).isEqualTo("InvalidParameterException");
        assertThat(refusal(r -> r.group("service:web")).code()).isEqualTo("InvalidParameterException");
        assertThat(refusal(r -> r.overrides(o -> o.ephemeralStorage(e -> e.sizeInGiB(20)))))
                .isEqualTo(Fault.client("EphemeralStorage size should be at least 21"));
        assertThat(refusal(r -> r.overrides(o -> o.ephemeralStorage(e -> e.sizeInGiB(201)))))
                .isEqualTo(Fault.client("EphemeralStorage size should be at most 200"));
        assertThat(refusal(r -> r.overrides(o -> o.inferenceAcceleratorOverrides(i -> i.deviceName("d"))))
                        .message())
                .contains("overrides.inferenceAcceleratorOverrides");
        assertThat(refusal(r -> r.overrides(o -> o.containerOverrides(c -> c.name("web")
                                .resourceRequirements(g -> g.type("GPU").value("1")))))
                        .message())
                .contains("resourceRequirements");
        assertThat(refusal(r -> r.enableExecuteCommand(true)).message()).contains("enableExecuteCommand");
        assertThat(refusal(r -> r.launchType("FARGATE").platformVersion("9.9.9"))
                        .code())
                .isEqualTo("PlatformUnknownException");
        TaskWorld empty = new TaskWorld();
        empty.sample();
        assertThat(empty.calls.refusal(runTask, request(r -> {})).message())
                .isEqualTo("No Container Instances were found in your cluster.");
    }

    @Test
    void sameTokenGivesTheSameTasksAndAnotherCallWithItAConflict() {
        RunTaskResponse first = run(
                r -> r.taskDefinition("fargate").launchType("FARGATE").count(2).clientToken("t"));
        RunTaskResponse again = run(
                r -> r.taskDefinition("fargate").launchType("FARGATE").count(2).clientToken("t"));
        assertThat(again.tasks())
                .extracting(Task::taskArn)
                .containsExactlyInAnyOrderElementsOf(
                        first.tasks().stream().map(Task::taskArn).toList());
        assertThat(world.state().count(TaskViews.TASKS)).isEqualTo(2);
        Fault conflict = refusal(
                r -> r.taskDefinition("fargate").launchType("FARGATE").count(1).clientToken("t"));
        assertThat(conflict.code()).isEqualTo("ConflictException");
        assertThat(conflict.resourceIds())
                .containsExactlyInAnyOrderElementsOf(
                        first.tasks().stream().map(Task::taskArn).toList());
    }

    @Test
    void stopTaskFlipsWhatIsWantedAtOnce() {
        Task task = run(r -> {}).tasks().getFirst();
        Task stopped = world.calls
                .call(
                        new StopTask(),
                        StopTaskRequest.builder()
                                .cluster("c")
                                .task(task.taskArn())
                                .build())
                .task();
        assertThat(stopped.desiredStatus()).isEqualTo("STOPPED");
        assertThat(stopped.lastStatus()).isEqualTo("PENDING");
        assertThat(stopped.stoppedReason()).isEqualTo("Task stopped by user");
        assertThat(stopped.stopCodeAsString()).isEqualTo("UserInitiated");
        assertThat(list(l -> {})).isEmpty();
        assertThat(list(l -> l.desiredStatus("STOPPED"))).containsExactly(task.taskArn());
        assertThat(world.calls.refusal(
                        new StopTask(),
                        StopTaskRequest.builder()
                                .cluster("c")
                                .task("0".repeat(32))
                                .build()))
                .isEqualTo(Fault.invalidParameter("The referenced task was not found."));
        assertThat(world.calls.refusal(
                        new StopTask(),
                        StopTaskRequest.builder().cluster("c").task("short").build()))
                .isEqualTo(Fault.invalidParameter("taskId length should be one of [32,36]"));
    }

    @Test
    void missingTasksAreFailures() {
        DescribeTasksResponse response = world.calls.call(
                new DescribeTasks(),
                DescribeTasksRequest.builder()
                        .cluster("c")
                        .tasks("a".repeat(32))
                        .build());
        assertThat(response.failures())
                .containsExactly(Failure.builder()
                        .arn("arn:aws:ecs:us-east-1:111122223333:task/c/" + "a".repeat(32))
                        .reason("MISSING")
                        .build());
        assertThat(world.calls.refusal(
                        new DescribeTasks(),
                        DescribeTasksRequest.builder().cluster("c").build()))
                .isEqualTo(Fault.invalidParameter("Tasks cannot be empty."));
    }

    @Test
    void listFiltersCombineAndPagesGoOn() {
        run(r -> r.taskDefinition("fargate").launchType("FARGATE").count(5).startedBy("me"));
        Task ec2 = run(r -> {}).tasks().getFirst();
        assertThat(list(l -> {})).hasSize(6);
        assertThat(list(l -> l.family("fargate"))).hasSize(5);
        assertThat(list(l -> l.launchType("EC2"))).containsExactly(ec2.taskArn());
        assertThat(list(l -> l.containerInstance(ec2.containerInstanceArn()))).containsExactly(ec2.taskArn());
        assertThat(list(l -> l.startedBy("me"))).hasSize(5);
        assertThat(list(l -> l.desiredStatus("PENDING"))).isEmpty();
        assertThat(list(l -> l.serviceName("web"))).isEmpty();
        ListTasks list = new ListTasks((state, service) -> OptionalInt.empty());
        assertThat(world.calls
                        .refusal(
                                list,
                                ListTasksRequest.builder()
                                        .cluster("c")
                                        .serviceName("x")
                                        .build())
                        .code())
                .isEqualTo("ServiceNotFoundException");
        assertThat(world.calls
                        .refusal(
                                list,
                                ListTasksRequest.builder()
                                        .cluster("c")
                                        .startedBy("me")
                                        .family("x")
                                        .build())
                        .code())
                .isEqualTo("InvalidParameterException");
        List<String> paged = new ArrayList<>();
        String token = null;
        do {
            ListTasksResponse page = world.calls.call(
                    list,
                    ListTasksRequest.builder()
                            .cluster("c")
                            .maxResults(4)
                            .nextToken(token)
                            .build());
            paged.addAll(page.taskArns());
            token = page.nextToken();
        } while (token != null);
        assertThat(paged).isEqualTo(list(l -> {}));
    }

    @Test
    void containerInstanceShowsWhatRemains() {
        run(r -> {});
        String arn = world.calls
                .call(
                        new ListContainerInstances(TaskModule.instanceTasks()),
                        ListContainerInstancesRequest.builder().cluster("c").build())
                .containerInstanceArns()
                .getFirst();
        ContainerInstance instance = world.calls
                .call(
                        new DescribeContainerInstances(TaskModule.instanceTasks()),
                        DescribeContainerInstancesRequest.builder()
                                .cluster("c")
                                .containerInstances(arn)
                                .build())
                .containerInstances()
                .getFirst();
        assertThat(instance.status()).isEqualTo("ACTIVE");
        assertThat(instance.agentConnected()).isTrue();
        assertThat(instance.runningTasksCount()).isEqualTo(1);
        assertThat(instance.pendingTasksCount()).isEqualTo(1);
        assertThat(instance.remainingResources())
                .extracting(Resource::name, Resource::integerValue)
                .contains(
                        org.assertj.core.groups.Tuple.tuple("CPU", 1792),
                        org.assertj.core.groups.Tuple.tuple("MEMORY", 3584));
        assertThat(instance.remainingResources().get(2).stringSetValue()).containsExactly("22", "80", "51678");
        assertThat(world.calls
                        .refusal(
                                new ListContainerInstances(TaskModule.instanceTasks()),
                                ListContainerInstancesRequest.builder()
                                        .cluster("c")
                                        .filter("x")
                                        .build())
                        .message())
                .startsWith("Invalid expression 'x'");
    }
}
