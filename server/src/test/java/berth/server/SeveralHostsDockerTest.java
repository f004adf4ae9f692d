package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Three machines, each with an engine and an agent of its own, and a service of four tasks on them: an engine is
/// killed,
/// a machine is cut off, one is drained, and each comes back. The service recovers within the fencing time, its margin
/// and a start; and what was given up runs nowhere, at no moment at which anybody looks.
@Tag("docker")
class SeveralHostsDockerTest {
    private static final Duration FENCE = Duration.ofSeconds(10);

    /// The fence, the margin of 30 s, and a start on machines that share two cores.
    private static final Duration RECOVERY = FENCE.plusSeconds(30).plusSeconds(30);

    private static final Duration START = Duration.ofSeconds(60);

    private final List<Machine> machines = new ArrayList<>();
    private Machines all = new Machines();
    private TestBerth berth = TestBerth.startWithoutEngine(
            "--listen", all.address(), "--insecure", "--fence", FENCE.toSeconds() + "s", "--warm-pauses", "0");

    @BeforeEach
    void threeMachinesThatJoinedWithKeysOfTheirOwn() {
        TestEngine.requireImages();
        for (int i = 0; i < 3; i++) {
            Machine machine = all.add();
            Machines.copyImage("busybox:latest", machine);
            machine.join(berth.url(), addHost(machine.name()), "--zone", "us-east-1" + (char) ('a' + i));
            machines.add(machine);
        }
        berth.call("CreateCluster", "{'clusterName': 'c'}");
        berth.call("RegisterTaskDefinition", """
                {'family': 'web', 'containerDefinitions': [{'name': 'main', 'image': 'busybox', 'memory': 16, 'cpu': 16,
                 'command': ['sh', '-c', 'trap exit TERM; while true; do sleep 1; done'], 'stopTimeout': 5}]}""");
        TestBerth.await(START, "three hosts", () -> hostList(), list -> count(list, " CONNECTED ") == 3);
        berth.call("CreateService", """
                {'cluster': 'c', 'serviceName': 's', 'taskDefinition': 'web', 'desiredCount': 4,
                 'availabilityZoneRebalancing': 'DISABLED'}""");
        until(START, "four tasks run", () -> running() == 4);
    }

    @AfterEach
    void removeAll() {
        try (Machines made = all) {
            berth.close();
        }
    }

    @Test
    void aServiceSurvivesADeadEngineACutAndADrainAndNothingRunsTwice() {
        Machine first = machines.get(0);
        Machine second = machines.get(1);
        Machine third = machines.get(2);
        assertThat(machines)
                .allSatisfy(machine -> assertThat(machine.runningTasks()).isNotEmpty());
        assertThat(zones()).containsExactlyInAnyOrder("us-east-1a", "us-east-1b", "us-east-1c");

        first.killEngine();
        assertThat(first.processes()).as("containers outlive their engine").isNotEmpty();
        until(RECOVERY, "four tasks run on two machines", () -> runningOn(second, third) == 4 && running() == 4);
        assertThat(first.processes())
                .as("the agent killed what the engine could not")
                .isEmpty();
        first.startEngine();
        until(START, "the first host is back", () -> connected() == 3);

        second.cutOff();
        List<String> there = second.runningTasks();
        assertThat(there).isNotEmpty();
        until(RECOVERY, "four tasks run on the other two", () -> runningOn(first, third) == 4 && running() == 4);
        assertThat(second.runningTasks()).as("it stopped them itself").isEmpty();
        assertThat(reasons(there)).allMatch(reason -> reason.matches("Host EC2 \\(instance .*\\) terminated\\."));
        second.reconnect();
        until(START, "the second host is back", () -> connected() == 3);
        assertThat(second.runningTasks()).isEmpty();

        drain(third, "DRAINING");
        until(START, "the drained host is empty", () -> third.runningTasks().isEmpty() && running() == 4);
        drain(third, "ACTIVE");
        berth.call("UpdateService", "{'cluster': 'c', 'service': 's', 'desiredCount': 6}");
        until(START, "it is used again", () -> !third.runningTasks().isEmpty() && running() == 6);
    }

    /// Looks all the time whether anything runs that was given up.
    private void until(Duration within, String what, BooleanSupplier holds) {
        TestBerth.await(
                within,
                what,
                () -> {
                    nothingRunsThatWasGivenUp();
                    return holds.getAsBoolean();
                },
                held -> held);
    }

    private void nothingRunsThatWasGivenUp() {
        TreeSet<String> given = new TreeSet<>();
        for (JsonNode task : tasks("STOPPED")) {
            if (task.path("stopCode").asText().equals("TerminationNotice")) {
                given.add(task.path("taskArn").asText());
            }
        }
        for (Machine machine : machines) {
            if (!given.isEmpty()
                    && Shell.attempt("docker", "-H", machine.engine(), "version")
                                    .code()
                            == 0) {
                assertThat(machine.runningTasks()).doesNotContainAnyElementsOf(given);
            }
        }
    }

    private int runningOn(Machine... on) {
        int running = 0;
        for (Machine machine : on) {
            running += machine.runningTasks().size();
        }
        return running;
    }

    private int running() {
        return berth.call("DescribeServices", "{'cluster': 'c', 'services': ['s']}")
                .path("services")
                .path(0)
                .path("runningCount")
                .asInt();
    }

    private List<JsonNode> tasks(String desired) {
        JsonNode arns = berth.call("ListTasks", "{'cluster': 'c', 'desiredStatus': '" + desired + "'}")
                .path("taskArns");
        List<JsonNode> tasks = new ArrayList<>();
        if (!arns.isEmpty()) {
            berth.call("DescribeTasks", "{'cluster': 'c', 'tasks': " + arns + "}")
                    .path("tasks")
                    .forEach(tasks::add);
        }
        return tasks;
    }

    private List<String> reasons(List<String> arns) {
        return tasks("STOPPED").stream()
                .filter(task -> arns.contains(task.path("taskArn").asText()))
                .map(task -> task.path("stoppedReason").asText())
                .toList();
    }

    private List<JsonNode> instances() {
        JsonNode arns = berth.call("ListContainerInstances", "{'cluster': 'c'}").path("containerInstanceArns");
        List<JsonNode> instances = new ArrayList<>();
        berth.call("DescribeContainerInstances", "{'cluster': 'c', 'containerInstances': " + arns + "}")
                .path("containerInstances")
                .forEach(instances::add);
        return instances;
    }

    private long connected() {
        return instances().stream()
                .filter(instance -> instance.path("agentConnected").asBoolean())
                .count();
    }

    private List<String> zones() {
        return instances().stream()
                .flatMap(instance -> instance.path("attributes").valueStream())
                .filter(attribute -> attribute.path("name").asText().equals("ecs.availability-zone"))
                .map(attribute -> attribute.path("value").asText())
                .toList();
    }

    /// The instance that has one of the machine's tasks.
    private void drain(Machine machine, String status) {
        TreeMap<String, String> byTask = new TreeMap<>();
        tasks("RUNNING")
                .forEach(task -> byTask.put(
                        task.path("taskArn").asText(),
                        task.path("containerInstanceArn").asText()));
        String instance = machine.runningTasks().stream()
                .map(byTask::get)
                .findFirst()
                .orElseGet(() -> instances().stream()
                        .filter(one -> one.path("status").asText().equals("DRAINING"))
                        .map(one -> one.path("containerInstanceArn").asText())
                        .findFirst()
                        .orElseThrow());
        berth.call(
                "UpdateContainerInstancesState",
                "{'cluster': 'c', 'containerInstances': ['" + instance + "'], 'status': '" + status + "'}");
    }

    private String addHost(String name) {
        return host("add", name).lines().findFirst().orElseThrow();
    }

    private String hostList() {
        return host("list");
    }

    private String host(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "host",
                "--data",
                berth.data().toString()));
        command.addAll(List.of(words));
        return Shell.run(command.toArray(String[]::new));
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
