package berth.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/// What callers ask of a Berth that is killed now and then, and what must hold since they were answered: a service of
/// two with addresses of their own, a service of one that nobody ever changes, and tasks that come and go.
///
/// A call that was cut off is made again with the same token, as the SDKs do.
final class CrashScript {
    static final String CLUSTER = "crash";
    static final String CHANGING = "changing";
    static final String STEADY = "steady";
    private static final String SLEEP = "'command':['sh','-c','trap exit TERM; sleep 100000 & wait']";

    private final TestBerth berth;
    private final Random random;
    private final TreeSet<String> running = new TreeSet<>();
    private final TreeSet<String> stopped = new TreeSet<>();
    private final Map<String, String> revision = new TreeMap<>();
    private int calls;

    /// One call of the script.
    ///
    /// @param name for people: run, stop or update
    record Step(String name, String operation, String json, java.util.function.Consumer<JsonNode> acknowledged) {}

    CrashScript(TestBerth berth, Random random) {
        this.berth = berth;
        this.random = random;
    }

    /// Makes cluster, definitions, services and two tasks, and answers once they were acknowledged.
    void begin() {
        berth.call("CreateCluster", "{'clusterName':'" + CLUSTER + "'}");
        for (String family : List.of(CHANGING, STEADY, "alone")) {
            revision.put(family, define(family, "busybox"));
        }
        service(CHANGING, 2, "FARGATE");
        service(STEADY, 1, "EC2");
        perform(run(revision("alone")));
        perform(run(revision("alone")));
    }

    /// The next call: one that makes containers of this image where one is given.
    Step next(boolean makesContainers, String image) {
        int kind = random.nextInt(makesContainers ? 2 : 3);
        if (kind == 2 && running.size() > 1) {
            return stop(new ArrayList<>(running).get(random.nextInt(running.size())));
        }
        return kind == 0 ? run(define("alone", image)) : update(define(CHANGING, image));
    }

    /// Makes the call; what was acknowledged is expected from then on.
    void perform(Step step) {
        step.acknowledged.accept(berth.call(step.operation, step.json));
    }

    /// ARNs of tasks on their own that nobody stopped.
    TreeSet<String> running() {
        return running;
    }

    TreeSet<String> stopped() {
        return stopped;
    }

    /// The family's revision that is wanted now, as `family:revision`.
    String revision(String family) {
        return java.util.Objects.requireNonNull(revision.get(family));
    }

    /// Every definition that was acknowledged.
    int definitions() {
        return calls;
    }

    private Step run(String definition) {
        String token = "token-" + random.nextLong();
        String json = "{'cluster':'%s','taskDefinition':'%s','clientToken':'%s'}".formatted(CLUSTER, definition, token);
        return new Step("run", "RunTask", json, answer -> {
            if (!answer.path("failures").isEmpty()) {
                throw new AssertionError("a task was not placed: " + answer.path("failures"));
            }
            running.add(answer.at("/tasks/0/taskArn").asText());
        });
    }

    private Step stop(String arn) {
        String json = "{'cluster':'" + CLUSTER + "','task':'" + arn + "','reason':'asked to'}";
        return new Step("stop", "StopTask", json, answer -> {
            running.remove(arn);
            stopped.add(arn);
        });
    }

    private Step update(String definition) {
        String json = "{'cluster':'%s','service':'%s','taskDefinition':'%s'}".formatted(CLUSTER, CHANGING, definition);
        return new Step("update", "UpdateService", json, answer -> revision.put(CHANGING, definition));
    }

    private void service(String name, int count, String launchType) {
        berth.call(
                "CreateService",
                "{'cluster':'%s','serviceName':'%s','taskDefinition':'%s','desiredCount':%d,'launchType':'%s'}"
                        .formatted(CLUSTER, name, revision(name), count, launchType));
    }

    private String define(String family, String image) {
        calls++;
        JsonNode definition = berth.call(
                "RegisterTaskDefinition",
                "{'family':'%s','containerDefinitions':[{'name':'c','image':'%s','memory':16,'stopTimeout':5,%s}]}"
                        .formatted(family, image, SLEEP));
        return family + ':' + definition.at("/taskDefinition/revision").asText();
    }
}
