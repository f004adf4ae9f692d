package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The main job and its errors as a person types them, with one version of the AWS CLI.
@Tag("docker")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AwsCliMainJob {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Berth berth = Berth.start();
    private final AwsCli aws = cli(berth);

    abstract AwsCli cli(Berth berth);

    AwsCli aws() {
        return aws;
    }

    Berth berth() {
        return berth;
    }

    @AfterAll
    void close() {
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
        berth.file("sample-task.json");
        JsonNode definition =
                aws.json("ecs", "register-task-definition", "--cli-input-json", "file://sample-task.json");
        assertThat(definition.at("/taskDefinition/taskDefinitionArn").asText())
                .isEqualTo("arn:aws:ecs:us-east-1:000000000000:task-definition/sample-task:1");
        assertThat(definition.at("/taskDefinition/compatibilities")).hasSize(1);

        JsonNode cluster = aws.json("ecs", "create-cluster", "--cluster-name", "my-cluster");
        assertThat(cluster.at("/cluster/status").asText()).isEqualTo("ACTIVE");

        JsonNode service = aws.json(
                "ecs",
                "create-service",
                "--cluster",
                "my-cluster",
                "--service-name",
                "web-service",
                "--task-definition",
                "sample-task",
                "--desired-count",
                "2",
                "--launch-type",
                "FARGATE");
        assertThat(service.at("/service/desiredCount").asInt()).isEqualTo(2);

        aws.attempt("ecs", "wait", "services-stable", "--cluster", "my-cluster", "--services", "web-service")
                .succeeded();

        assertThat(service().path("runningCount").asInt()).isEqualTo(2);
        List<String> addresses = addresses();
        assertThat(addresses).hasSize(2).doesNotHaveDuplicates();
        for (String address : addresses) {
            assertThat(Until.page(address)).contains("nginx");
        }
    }

    private void runOneAlone() {
        JsonNode answer = aws.json("ecs", "run-task", "--cluster", "my-cluster", "--task-definition", "sample-task");
        assertThat(answer.path("failures")).isEmpty();
        String arn = answer.at("/tasks/0/taskArn").asText();
        assertThat(answer.at("/tasks/0/launchType").asText()).isEqualTo("EC2");

        JsonNode running = Until.shown(SOON, "the task to run", () -> task(arn), task -> is(task, "RUNNING"));
        JsonNode binding = running.at("/containers/0/networkBindings/0");
        assertThat(binding.path("hostPort").asInt()).isEqualTo(80);
        assertThat(binding.path("bindIP").asText()).isEqualTo(berth.published());
        assertThat(Until.page(berth.published())).contains("nginx");

        Berth.killContainer(running.at("/containers/0/runtimeId").asText());
        JsonNode stopped = Until.shown(SOON, "the task to stop", () -> task(arn), task -> is(task, "STOPPED"));
        assertThat(stopped.path("stopCode").asText()).isEqualTo("EssentialContainerExited");
        assertThat(stopped.path("stoppedReason").asText()).isEqualTo("Essential container in task exited");
        assertThat(stopped.at("/containers/0/exitCode").asInt()).isEqualTo(137);
        assertThat(aws.json("ecs", "list-tasks", "--cluster", "my-cluster", "--desired-status", "STOPPED")
                        .at("/taskArns/0")
                        .asText())
                .isEqualTo(arn);
    }

    private void replaceAKilledContainer() {
        JsonNode before = tasks();
        String killed = before.at("/0/taskArn").asText();
        Berth.killContainer(before.at("/0/containers/0/runtimeId").asText());

        Until.shown(
                SOON,
                "two running tasks without the killed one",
                this::runningTasks,
                running -> running.size() == 2 && !running.contains(killed));
        List<String> events = new ArrayList<>();
        service()
                .path("events")
                .forEach(event -> events.add(event.path("message").asText()));
        assertThat(events).anyMatch(event -> event.startsWith("(service web-service) has started 1 tasks: (task "));
        assertThat(events).anyMatch(event -> event.contains("has reached a steady state."));
    }

    private void rollOutARevision() {
        berth.file("sample-task-2.json");
        aws.json("ecs", "register-task-definition", "--cli-input-json", "file://sample-task-2.json");
        TreeSet<String> old = runningTasks();
        JsonNode updated = aws.json(
                "ecs",
                "update-service",
                "--cluster",
                "my-cluster",
                "--service",
                "web-service",
                "--task-definition",
                "sample-task:2");
        assertThat(updated.at("/service/deployments")).hasSize(2);

        aws.attempt("ecs", "wait", "services-stable", "--cluster", "my-cluster", "--services", "web-service")
                .succeeded();

        assertThat(service().path("deployments")).hasSize(1);
        assertThat(runningTasks()).hasSize(2).doesNotContainAnyElementsOf(old);
        for (JsonNode task : tasks()) {
            assertThat(task.path("taskDefinitionArn").asText()).endsWith("/sample-task:2");
        }
        assertThat(addresses())
                .allSatisfy(address -> assertThat(Until.page(address)).contains("nginx"));
    }

    private void pageThroughLists() {
        JsonNode all = aws.json("ecs", "list-task-definitions", "--family-prefix", "sample-task", "--page-size", "1");
        assertThat(all.path("taskDefinitionArns")).hasSize(2);
        JsonNode first = aws.json("ecs", "list-task-definitions", "--max-items", "1");
        assertThat(first.path("taskDefinitionArns")).hasSize(1);
        JsonNode rest = aws.json(
                "ecs",
                "list-task-definitions",
                "--starting-token",
                first.path("NextToken").asText());
        assertThat(rest.at("/taskDefinitionArns/0").asText()).endsWith("/sample-task:2");
    }

    private void endTheService() {
        JsonNode deleted =
                aws.json("ecs", "delete-service", "--cluster", "my-cluster", "--service", "web-service", "--force");
        assertThat(deleted.at("/service/status").asText()).isEqualTo("DRAINING");
        Until.shown(SOON, "no task of it", this::runningTasks, TreeSet::isEmpty);
        Until.shown(
                SOON,
                "the service to be inactive",
                () -> service().path("status").asText(),
                "INACTIVE"::equals);
        JsonNode cluster = aws.json("ecs", "delete-cluster", "--cluster", "my-cluster");
        assertThat(cluster.at("/cluster/status").asText()).isEqualTo("INACTIVE");
    }

    @Test
    void errorsReachThePersonInEcssWords() {
        assertThat(aws.refused("ecs", "list-services", "--cluster", "nowhere"))
                .endsWith("An error occurred (ClusterNotFoundException) when calling the ListServices operation:"
                        + " Cluster not found.");
        assertThat(aws.refused("ecs", "describe-task-definition", "--task-definition", "nothing"))
                .endsWith("An error occurred (ClientException) when calling the DescribeTaskDefinition operation:"
                        + " Unable to describe task definition.");
        aws.json("ecs", "create-cluster", "--cluster-name", "errors");
        assertThat(aws.refused(
                        "ecs", "update-service", "--cluster", "errors", "--service", "none", "--desired-count", "1"))
                .contains("(ServiceNotFoundException)");
        JsonNode missing = aws.json("ecs", "describe-services", "--cluster", "errors", "--services", "none");
        assertThat(missing.at("/failures/0/reason").asText()).isEqualTo("MISSING");
        assertThat(aws.refused("ecs", "update-container-agent", "--container-instance", "none"))
                .contains("UpdateContainerAgent");
    }

    @Test
    void itKnowsWhoCalls() {
        assertThat(aws.json("sts", "get-caller-identity").path("Account").asText())
                .isEqualTo("000000000000");
        assertThat(aws.json("ec2", "describe-subnets").path("Subnets")).hasSize(3);
    }

    private JsonNode service() {
        return aws.json("ecs", "describe-services", "--cluster", "my-cluster", "--services", "web-service")
                .at("/services/0");
    }

    private JsonNode tasks() {
        JsonNode arns = aws.json("ecs", "list-tasks", "--cluster", "my-cluster", "--service-name", "web-service")
                .path("taskArns");
        List<String> words = new ArrayList<>(List.of("ecs", "describe-tasks", "--cluster", "my-cluster", "--tasks"));
        arns.forEach(arn -> words.add(arn.asText()));
        return arns.isEmpty() ? arns : aws.json(words.toArray(String[]::new)).path("tasks");
    }

    private TreeSet<String> runningTasks() {
        TreeSet<String> running = new TreeSet<>();
        tasks().forEach(task -> {
            if (is(task, "RUNNING")) {
                running.add(task.path("taskArn").asText());
            }
        });
        return running;
    }

    private List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        tasks().forEach(task -> addresses.add(
                task.at("/containers/0/networkInterfaces/0/privateIpv4Address").asText()));
        return addresses;
    }

    private JsonNode task(String arn) {
        return aws.json("ecs", "describe-tasks", "--cluster", "my-cluster", "--tasks", arn)
                .at("/tasks/0");
    }

    private static boolean is(JsonNode task, String status) {
        return task.path("lastStatus").asText().equals(status);
    }
}
