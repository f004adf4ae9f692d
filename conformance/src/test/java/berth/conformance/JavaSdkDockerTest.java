package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.ClusterContainsServicesException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.waiters.EcsWaiter;
import software.amazon.awssdk.services.sts.StsClient;

/// The main job with the AWS SDK for Java: its waiters, its paginators, its classes of errors.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaSdkDockerTest {
    private static final String CLUSTER = "my-cluster";
    private static final String SERVICE = "web-service";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Berth berth = Berth.start();
    private final EcsClient ecs = JavaSdk.ecs(berth);
    private final EcsWaiter waiter = EcsWaiter.builder()
            .client(ecs)
            .overrideConfiguration(WaiterOverrideConfiguration.builder()
                    .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofSeconds(1)))
                    .maxAttempts(90)
                    .build())
            .build();

    @AfterAll
    void close() {
        waiter.close();
        ecs.close();
        berth.close();
    }

    @Test
    void theMainJob() {
        serveTwo();
        runOneAlone();
        replaceAKilledContainer();
        rollOutARevision();
        pageThroughLists();
        endTheService();
    }

    private void serveTwo() {
        ecs.registerTaskDefinition(register -> register.family("sample-task").containerDefinitions(nginx(512)));
        ecs.createCluster(create -> create.clusterName(CLUSTER));
        ecs.createService(create -> create.cluster(CLUSTER)
                .serviceName(SERVICE)
                .taskDefinition("sample-task")
                .desiredCount(2)
                .launchType(LaunchType.FARGATE));
        waiter.waitUntilServicesStable(wait -> wait.cluster(CLUSTER).services(SERVICE));

        List<String> addresses = serviceTasks().stream()
                .map(task -> task.containers()
                        .getFirst()
                        .networkInterfaces()
                        .getFirst()
                        .privateIpv4Address())
                .toList();
        assertThat(addresses).hasSize(2).doesNotHaveDuplicates();
        assertThat(addresses)
                .allSatisfy(address -> assertThat(Until.page(address)).contains("nginx"));
    }

    private void runOneAlone() {
        String arn = ecs.runTask(run -> run.cluster(CLUSTER).taskDefinition("sample-task"))
                .tasks()
                .getFirst()
                .taskArn();
        waiter.waitUntilTasksRunning(wait -> wait.cluster(CLUSTER).tasks(arn));
        assertThat(Until.page(berth.published())).contains("nginx");

        Berth.killContainer(task(arn).containers().getFirst().runtimeId());
        waiter.waitUntilTasksStopped(wait -> wait.cluster(CLUSTER).tasks(arn));
        Task stopped = task(arn);
        assertThat(stopped.stopCodeAsString()).isEqualTo("EssentialContainerExited");
        assertThat(stopped.stoppedReason()).isEqualTo("Essential container in task exited");
        assertThat(stopped.containers().getFirst().exitCode()).isEqualTo(137);
    }

    private void replaceAKilledContainer() {
        Task killed = serviceTasks().getFirst();
        Berth.killContainer(killed.containers().getFirst().runtimeId());

        Until.shown(
                SOON,
                "another task in its place",
                this::runningArns,
                arns -> arns.size() == 2 && !arns.contains(killed.taskArn()));
        assertThat(ecs.describeServices(describe -> describe.cluster(CLUSTER).services(SERVICE))
                        .services()
                        .getFirst()
                        .events())
                .extracting(ServiceEvent::message)
                .anyMatch(event -> event.startsWith("(service web-service) has started 1 tasks: (task "));
    }

    private void rollOutARevision() {
        ecs.registerTaskDefinition(register -> register.family("sample-task").containerDefinitions(nginx(256)));
        TreeSet<String> before = runningArns();
        ecs.updateService(update -> update.cluster(CLUSTER).service(SERVICE).taskDefinition("sample-task"));
        waiter.waitUntilServicesStable(wait -> wait.cluster(CLUSTER).services(SERVICE));

        assertThat(runningArns()).hasSize(2).doesNotContainAnyElementsOf(before);
        assertThat(serviceTasks())
                .extracting(Task::taskDefinitionArn)
                .allMatch(arn -> arn.endsWith("task-definition/sample-task:2"));
    }

    private void pageThroughLists() {
        assertThat(ecs.listTaskDefinitionsPaginator(list -> list.maxResults(1)).taskDefinitionArns())
                .hasSizeGreaterThanOrEqualTo(2)
                .doesNotHaveDuplicates();
        assertThat(ecs.listTasksPaginator(list -> list.cluster(CLUSTER).maxResults(1))
                        .taskArns())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    private void endTheService() {
        assertThatThrownBy(() -> ecs.deleteCluster(delete -> delete.cluster(CLUSTER)))
                .isInstanceOf(ClusterContainsServicesException.class);
        ecs.deleteService(delete -> delete.cluster(CLUSTER).service(SERVICE).force(true));
        waiter.waitUntilServicesInactive(wait -> wait.cluster(CLUSTER).services(SERVICE));
        assertThat(runningArns()).isEmpty();
    }

    @Test
    void errorsAreOfTheirClasses() {
        assertThatThrownBy(() -> ecs.listServices(list -> list.cluster("nowhere")))
                .isInstanceOf(ClusterNotFoundException.class)
                .hasMessageContaining("Cluster not found.");
        ecs.createCluster(create -> create.clusterName("errors"));
        assertThatThrownBy(() ->
                        ecs.deleteService(delete -> delete.cluster("errors").service("none")))
                .isInstanceOf(ServiceNotFoundException.class);
        assertThatThrownBy(() -> ecs.describeTaskDefinition(describe -> describe.taskDefinition("none")))
                .isInstanceOfSatisfying(ClientException.class, fault -> {
                    assertThat(fault.statusCode()).isEqualTo(400);
                    assertThat(fault.requestId()).isNotBlank();
                });
    }

    @Test
    void itKnowsWhoCallsAndReadsWhatATaskPrinted() {
        try (StsClient sts = JavaSdk.sts(berth);
                CloudWatchLogsClient logs = JavaSdk.logs(berth)) {
            assertThat(sts.getCallerIdentity().account()).isEqualTo("000000000000");

            logs.createLogGroup(create -> create.logGroupName("/java"));
            ecs.createCluster(create -> create.clusterName("prints"));
            ecs.registerTaskDefinition(register -> register.family("prints")
                    .containerDefinitions(container -> container
                            .name("prints")
                            .image("busybox")
                            .memory(16)
                            .command("sh", "-c", "echo one; echo two")
                            .logConfiguration(log -> log.logDriver(LogDriver.AWSLOGS)
                                    .options(java.util.Map.of(
                                            "awslogs-group", "/java",
                                            "awslogs-region", "us-east-1",
                                            "awslogs-stream-prefix", "p")))));
            String arn = ecs.runTask(run -> run.cluster("prints").taskDefinition("prints"))
                    .tasks()
                    .getFirst()
                    .taskArn();
            waiter.waitUntilTasksStopped(wait -> wait.cluster("prints").tasks(arn));
            String stream = "p/prints/" + arn.substring(arn.lastIndexOf('/') + 1);

            List<String> lines = Until.shown(
                    SOON,
                    "both lines",
                    () -> logs
                            .getLogEventsPaginator(get -> get.logGroupName("/java")
                                    .logStreamName(stream)
                                    .startFromHead(true))
                            .events()
                            .stream()
                            .map(OutputLogEvent::message)
                            .toList(),
                    printed -> printed.size() >= 2);
            assertThat(lines).containsExactly("one", "two");
        }
    }

    private static ContainerDefinition nginx(int memory) {
        return ContainerDefinition.builder()
                .name("web")
                .image("nginx")
                .memory(memory)
                .cpu(256)
                .essential(true)
                .portMappings(mapping -> mapping.containerPort(80).hostPort(80))
                .build();
    }

    private List<Task> serviceTasks() {
        List<String> arns = ecs.listTasks(list -> list.cluster(CLUSTER).serviceName(SERVICE))
                .taskArns();
        return arns.isEmpty()
                ? List.of()
                : ecs.describeTasks(describe -> describe.cluster(CLUSTER).tasks(arns))
                        .tasks();
    }

    private TreeSet<String> runningArns() {
        return serviceTasks().stream()
                .filter(task -> task.lastStatus().equals("RUNNING"))
                .map(Task::taskArn)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Task task(String arn) {
        return ecs.describeTasks(describe -> describe.cluster(CLUSTER).tasks(arn))
                .tasks()
                .getFirst();
    }
}
