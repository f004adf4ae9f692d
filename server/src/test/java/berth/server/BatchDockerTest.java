package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Five calls for ten tasks each, through a capacity provider whose one instance holds twenty, with `kill -9` of Berth
/// in the middle: each runs once, and each exit code is known. `BatchTest` of the simulator does it with 5000.
@Tag("docker")
class BatchDockerTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final int CALLS = 5;
    private static final int TASKS = 10;
    private static final int ROOM = 20;
    /// A task's exit code is 16 times its call's number and the first digit of its container's id, which is what a
    /// container's host name begins with.
    private static final String SCRIPT = "sleep 1; exit $((%d * 16 + 0x$(hostname | cut -c1)))";

    @BeforeAll
    static void images() {
        TestEngine.requireImages();
    }

    @Test
    void eachTaskRunsOnceAndItsExitCodeIsKnownThoughBerthIsKilledInTheMiddle() {
        try (TestBerth berth = TestBerth.startInGroup();
                EngineEvents events = EngineEvents.of(berth.installation())) {
            provider(berth);
            TreeMap<String, Integer> calls = new TreeMap<>();
            for (int call = 0; call < CALLS; call++) {
                for (String arn : run(berth, call)) {
                    calls.put(arn, call);
                }
            }
            assertThat(calls).hasSize(CALLS * TASKS);

            TestBerth.await(SOON, "a third to have ended", () -> ended(berth, calls), ended -> ended.size() >= ROOM);
            berth.kill();
            // Those that run meanwhile end without anybody who would see it.
            TestBerth.await(SOON, "all that run to end", () -> running(events), TreeSet::isEmpty);
            berth.startAgain();
            assertThat(ended(berth, calls)).as("ended before the rest").hasSizeLessThan(CALLS * TASKS);
            for (int call = 0; call < CALLS; call++) {
                assertThat(run(berth, call)).as("the same call again").allMatch(calls::containsKey);
            }
            List<JsonNode> tasks = TestBerth.await(
                    SOON, "all to have ended", () -> ended(berth, calls), ended -> ended.size() == CALLS * TASKS);

            for (JsonNode task : tasks) {
                String arn = task.path("taskArn").asText();
                JsonNode container = task.at("/containers/0");
                String digit = container.path("runtimeId").asText().substring(0, 1);
                assertThat(container.path("exitCode").asInt(-1))
                        .as("exit code of %s", task)
                        .isEqualTo(calls.getOrDefault(arn, -1) * 16 + Integer.parseInt(digit, 16));
                assertThat(task.path("capacityProviderName").asText()).isEqualTo("batch");
                assertThat(task.path("stopCode").asText()).isEqualTo("EssentialContainerExited");
            }
            assertThat(starts(events)).hasSize(CALLS * TASKS).allSatisfy((arn, times) -> {
                assertThat(calls).containsKey(arn);
                assertThat(times).as("starts of %s", arn).isEqualTo(1);
            });
            assertThat(mostAtOnce(events)).isLessThanOrEqualTo(ROOM);
        }
    }

    /// Makes this machine the one instance of the capacity provider, and a definition of which it holds twenty tasks.
    private static void provider(TestBerth berth) {
        register(berth, "first", 16);
        // The first task on EC2 makes the machine an instance of the cluster.
        String first = berth.runTask("first");
        berth.call("StopTask", "{'task':'" + first + "'}");
        berth.awaitTask(SOON, first, "STOPPED");
        String instance = berth.call("ListContainerInstances", "{}")
                .at("/containerInstanceArns/0")
                .asText();
        JsonNode shown = berth.call("DescribeContainerInstances", "{'containerInstances':['" + instance + "']}");
        int memoryMib = StreamSupport.stream(
                        shown.at("/containerInstances/0/registeredResources").spliterator(), false)
                .filter(resource -> resource.path("name").asText().equals("MEMORY"))
                .findFirst()
                .orElseThrow()
                .path("integerValue")
                .asInt();
        register(berth, "job", memoryMib / ROOM);
        berth.call(
                "CreateCapacityProvider",
                "{'name':'batch','autoScalingGroupProvider':{'managedScaling':{'status':'ENABLED'},'autoScalingGroupArn':"
                        + "'arn:aws:autoscaling:us-east-1:000000000000:autoScalingGroup:1:autoScalingGroupName/batch'}}");
        berth.call(
                "PutClusterCapacityProviders",
                "{'cluster':'default','capacityProviders':['batch'],'defaultCapacityProviderStrategy':[]}");
        berth.call(
                "PutAttributes",
                "{'attributes':[{'name':'berth.auto-scaling-group','value':'batch','targetId':'" + instance + "'}]}");
    }

    private static void register(TestBerth berth, String family, int memoryMib) {
        berth.call(
                "RegisterTaskDefinition",
                ("{'family':'%s','containerDefinitions':[{'name':'%s','image':'busybox','memory':%d,"
                                + "'command':['sh','-c','exit 99']}]}")
                        .formatted(family, family, memoryMib));
    }

    /// The ARNs of a call's tasks, which are the same ones when it is made again.
    private static List<String> run(TestBerth berth, int call) {
        JsonNode answer = berth.call(
                "RunTask",
                ("{'taskDefinition':'job','count':%d,'clientToken':'call-%d','capacityProviderStrategy':["
                                + "{'capacityProvider':'batch','weight':1}],"
                                + "'overrides':{'containerOverrides':[{'name':'job','command':['sh','-c','%s']}]}}")
                        .formatted(TASKS, call, SCRIPT.formatted(call)));
        assertThat(answer.path("failures")).isEmpty();
        List<String> arns = answer.path("tasks").findValuesAsText("taskArn").stream()
                .distinct()
                .toList();
        assertThat(arns).hasSize(TASKS);
        return arns;
    }

    private static List<JsonNode> ended(TestBerth berth, Map<String, Integer> calls) {
        String arns = calls.keySet().stream().collect(Collectors.joining("','", "['", "']"));
        return StreamSupport.stream(
                        berth.call("DescribeTasks", "{'tasks':" + arns + "}")
                                .path("tasks")
                                .spliterator(),
                        false)
                .filter(task -> task.path("lastStatus").asText().equals("STOPPED"))
                .toList();
    }

    private static TreeMap<String, Integer> starts(EngineEvents events) {
        TreeMap<String, Integer> starts = new TreeMap<>();
        ofJobs(events).stream()
                .filter(event -> event.action().equals("start"))
                .forEach(event -> starts.merge(event.task(), 1, Integer::sum));
        return starts;
    }

    private static TreeSet<String> running(EngineEvents events) {
        TreeSet<String> running = new TreeSet<>();
        for (EngineEvents.Event event : ofJobs(events)) {
            switch (event.action()) {
                case "start" -> running.add(event.id());
                case "die" -> running.remove(event.id());
                default -> {}
            }
        }
        return running;
    }

    private static int mostAtOnce(EngineEvents events) {
        int now = 0;
        int most = 0;
        for (EngineEvents.Event event : ofJobs(events)) {
            now += event.action().equals("start") ? 1 : event.action().equals("die") ? -1 : 0;
            most = Math.max(most, now);
        }
        return most;
    }

    private static List<EngineEvents.Event> ofJobs(EngineEvents events) {
        List<EngineEvents.Event> all = new ArrayList<>(events.all());
        all.removeIf(event -> !event.container().equals("job"));
        all.sort(Comparator.comparingLong(EngineEvents.Event::nanos));
        return all;
    }
}
