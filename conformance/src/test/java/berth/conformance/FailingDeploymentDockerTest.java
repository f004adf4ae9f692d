package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

/// An image that isn't there and a program that ends after two seconds, deployed over four tasks that serve, with the
/// circuit breaker on: the deployment fails at ECS's threshold and goes back, `aws ecs wait services-stable` waits for
/// that, and the four were never touched, by what ECS says and by what the engine runs.
@Tag("docker")
class FailingDeploymentDockerTest {
    private static final int COPIES = 4;
    private static final String REASON =
            "Service deployment rolled back because the circuit breaker threshold was exceeded.";

    private final String family =
            "steady-" + Long.toHexString(ThreadLocalRandom.current().nextLong());

    @Test
    void badRevisionsAreGoneBackFromAndCapacityIsNeverLost() throws Exception {
        try (Berth berth = Berth.start();
                EcsClient ecs = JavaSdk.ecs(berth)) {
            AwsCli aws = AwsCli.version1(berth);
            ecs.createCluster(request -> request.clusterName("c"));
            String good = define(ecs, "busybox", "trap exit TERM; sleep 100000 & wait");
            ecs.createService(request -> request.cluster("c")
                    .serviceName("web")
                    .taskDefinition(good)
                    .desiredCount(COPIES)
                    .deploymentConfiguration(
                            d -> d.deploymentCircuitBreaker(b -> b.enable(true).rollback(true))));
            stable(aws).succeeded();
            // The waiter counts tasks; what there is to go back to is what was completed.
            Until.shown(
                    Duration.ofSeconds(60),
                    "the first deployment to be completed",
                    () -> newest(ecs).statusAsString(),
                    status -> status.equals("SUCCESSFUL"));
            TreeSet<String> serving = serving();
            assertThat(serving).hasSize(COPIES);

            String missing = define(ecs, "127.0.0.1:1/none:1", "true");
            givenUp(berth, aws, ecs, good, missing, serving);
            assertThat(stoppedReasons(ecs, missing))
                    .anySatisfy(reason -> assertThat(reason).contains("CannotPullContainerError"));

            String crashing = define(ecs, "busybox", "sleep 2; exit 1");
            givenUp(berth, aws, ecs, good, crashing, serving);
            assertThat(stoppedReasons(ecs, crashing)).contains("Essential container in task exited");
        }
    }

    /// Deploys the bad revision, looks at the service all the time that the CLI waits, and checks what is left.
    private void givenUp(Berth berth, AwsCli aws, EcsClient ecs, String good, String bad, TreeSet<String> serving)
            throws Exception {
        Deployment before = service(ecs).deployments().getFirst();
        ecs.updateService(request -> request.cluster("c").service("web").taskDefinition(bad));
        Path said = berth.folder().resolve("wait");
        Process waiting = aws.follow(said, "ecs", "wait", "services-stable", "--cluster", "c", "--services", "web");
        TreeSet<String> seen = new TreeSet<>();
        do {
            Service now = service(ecs);
            assertThat(now.runningCount()).as("runningCount").isGreaterThanOrEqualTo(COPIES);
            assertThat(serving())
                    .as(() -> "containers of the good revision; " + now)
                    .containsAll(serving);
            now.deployments()
                    .forEach(one ->
                            seen.add(one.status() + " " + one.rolloutStateAsString() + " " + one.rolloutStateReason()));
        } while (!waiting.waitFor(100, TimeUnit.MILLISECONDS));

        assertThat(waiting.exitValue()).isZero();
        ServiceDeployment deployment = newest(ecs);
        assertThat(deployment.statusAsString()).isEqualTo("ROLLBACK_SUCCESSFUL");
        assertThat(deployment.statusReason()).isEqualTo(REASON);
        assertThat(deployment.rollback().reason()).isEqualTo(REASON);
        assertThat(deployment.deploymentCircuitBreaker().statusAsString()).isEqualTo("TRIGGERED");
        assertThat(deployment.deploymentCircuitBreaker().threshold()).isEqualTo(3);
        assertThat(deployment.deploymentCircuitBreaker().failureCount()).isBetween(3, 3 + COPIES);
        assertThat(definitionOf(ecs, deployment.targetServiceRevision().arn())).isEqualTo(bad);
        assertThat(definitionOf(ecs, deployment.rollback().serviceRevisionArn()))
                .isEqualTo(good);
        assertThat(deployment.sourceServiceRevisions()).singleElement().satisfies(source -> {
            assertThat(source.arn()).isEqualTo(deployment.rollback().serviceRevisionArn());
            assertThat(source.runningTaskCount()).isEqualTo(COPIES);
        });

        Service after = service(ecs);
        assertThat(after.taskDefinition()).isEqualTo(good);
        assertThat(after.deployments()).singleElement().satisfies(one -> {
            assertThat(one.id()).isEqualTo(before.id());
            assertThat(one.taskDefinition()).isEqualTo(good);
            assertThat(one.rolloutStateAsString()).isEqualTo("COMPLETED");
            assertThat(one.rolloutStateReason()).isEqualTo("ECS deployment " + before.id() + " completed.");
        });
        List<String> events = new ArrayList<>();
        after.events().forEach(event -> events.add(event.message()));
        String failed = events.stream()
                .filter(event -> event.endsWith("deployment failed: tasks failed to start."))
                .findFirst()
                .orElseThrow();
        assertThat(events.subList(0, events.indexOf(failed)))
                .containsSubsequence(
                        "(service web) has reached a steady state.",
                        "(service web) (deployment " + before.id() + ") deployment completed.",
                        "(service web) rolling back to deployment " + before.id() + '.');
        assertThat(seen).anyMatch(one -> one.matches("PRIMARY IN_PROGRESS ECS deployment ecs-svc/\\d+ in progress\\."));
        assertThat(serving()).isEqualTo(serving);
    }

    private static Program.Run stable(AwsCli aws) {
        return aws.attempt("ecs", "wait", "services-stable", "--cluster", "c", "--services", "web");
    }

    private static Service service(EcsClient ecs) {
        return ecs.describeServices(request -> request.cluster("c").services("web"))
                .services()
                .getFirst();
    }

    private static ServiceDeployment newest(EcsClient ecs) {
        String arn = ecs.listServiceDeployments(request -> request.cluster("c").service("web"))
                .serviceDeployments()
                .getFirst()
                .serviceDeploymentArn();
        return ecs.describeServiceDeployments(request -> request.serviceDeploymentArns(arn))
                .serviceDeployments()
                .getFirst();
    }

    private static String definitionOf(EcsClient ecs, String revision) {
        return ecs.describeServiceRevisions(request -> request.serviceRevisionArns(revision))
                .serviceRevisions()
                .getFirst()
                .taskDefinition();
    }

    /// Of the stopped tasks of a revision, and of their containers.
    private static List<String> stoppedReasons(EcsClient ecs, String definition) {
        List<String> arns = ecs.listTasks(request -> request.cluster("c").desiredStatus("STOPPED"))
                .taskArns();
        List<String> reasons = new ArrayList<>();
        ecs.describeTasks(request -> request.cluster("c").tasks(arns)).tasks().stream()
                .filter(task -> task.taskDefinitionArn().equals(definition))
                .forEach(task -> {
                    reasons.add(task.stoppedReason());
                    task.containers().stream()
                            .map(container -> container.reason())
                            .filter(reason -> reason != null)
                            .forEach(reasons::add);
                });
        return reasons;
    }

    /// Docker ids of the running containers of the first revision.
    private TreeSet<String> serving() {
        String ids = TestEngine.docker(
                "ps",
                "-q",
                "--no-trunc",
                "--filter",
                "label=com.amazonaws.ecs.task-definition-family=" + family,
                "--filter",
                "label=com.amazonaws.ecs.task-definition-version=1");
        return new TreeSet<>(ids.lines().filter(line -> !line.isBlank()).toList());
    }

    private String define(EcsClient ecs, String image, String command) {
        return ecs.registerTaskDefinition(request -> request.family(family)
                        .containerDefinitions(ContainerDefinition.builder()
                                .name("c")
                                .image(image)
                                .memory(16)
                                .stopTimeout(5)
                                .command("sh", "-c", command)
                                .build()))
                .taskDefinition()
                .taskDefinitionArn();
    }
}
