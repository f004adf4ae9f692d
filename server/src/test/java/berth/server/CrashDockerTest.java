package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.Labels;
import berth.agent.docker.TestEngine;
import berth.server.EngineView.Container;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of Berth's whole process group at moments drawn over a script of run, stop and update. After each start
/// again: what ran runs untouched, what was acknowledged is there and happens, nothing is there twice or left over.
@Tag("docker")
class CrashDockerTest {
    private static final int CRASHES = 20;
    private static final int OF_EACH = 3;
    private static final long SEED = 20261122;
    private static final int WARM = 1;
    private static final Duration LONG = Duration.ofSeconds(90);

    private final Random random = new Random(SEED);
    private final Map<CrashPoint, Integer> hits = new EnumMap<>(CrashPoint.class);
    private final List<String> images = new ArrayList<>();

    @BeforeAll
    static void images() {
        TestEngine.requireImages();
    }

    @Test
    void twentyCrashesLeaveNothingLostTwiceOrLeftOver(@TempDir Path folder) throws Exception {
        List<String> problems = new ArrayList<>();
        System.out.println("The crashes' seed is " + SEED);
        try (SlowRegistry registry = new SlowRegistry(folder);
                TestBerth berth = TestBerth.startInGroup(
                        "--publish-address", Loopback.any(), "--warm-pauses", Integer.toString(WARM));
                EngineEvents events = EngineEvents.of(berth.installation())) {
            CrashScript script = new CrashScript(berth, random);
            script.begin();
            converged(berth, script);
            for (int number = 1; number <= CRASHES; number++) {
                String what = "";
                try {
                    what = crash(berth, script, events, registry, draw(number), number);
                    System.out.printf("crash %2d: %s: clean%n", number, what);
                } catch (AssertionError e) {
                    System.out.printf("crash %2d: %s: %s%n", number, what, e.getMessage());
                    problems.add("crash " + number + ": " + e.getMessage());
                    if (!berth.isRunning()) {
                        berth.startAgain();
                    }
                }
            }
            System.out.printf("%d of %d clean; %s%n", CRASHES - problems.size(), CRASHES, hits);
            assertThat(problems).as(berth.log()).isEmpty();
        } finally {
            images.forEach(image -> TestEngine.docker("rmi", "-f", image));
        }
        for (CrashPoint point : CrashPoint.values()) {
            assertThat(hits.getOrDefault(point, 0)).as(point.toString()).isGreaterThanOrEqualTo(OF_EACH);
        }
    }

    /// At random, but such that the rest is enough for the points that are still missing.
    private CrashPoint draw(int number) {
        List<CrashPoint> missing = new ArrayList<>();
        for (CrashPoint point : CrashPoint.values()) {
            for (int n = hits.getOrDefault(point, 0); n < OF_EACH; n++) {
                missing.add(point);
            }
        }
        boolean mustBeMissing = missing.size() >= CRASHES - number - 2;
        List<CrashPoint> from = mustBeMissing && !missing.isEmpty() ? missing : List.of(CrashPoint.values());
        return from.get(random.nextInt(from.size()));
    }

    /// One crash, the start after it and all checks; answers with what it was.
    private String crash(
            TestBerth berth,
            CrashScript script,
            EngineEvents events,
            SlowRegistry registry,
            CrashPoint point,
            int number)
            throws InterruptedException {
        String name = "slow-" + number;
        boolean pulls = point == CrashPoint.DURING_A_PULL;
        String image = pulls ? registry.add(name) : "busybox";
        if (pulls) {
            images.add(image);
        }
        CrashScript.Step step = script.next(pulls || point == CrashPoint.BETWEEN_CREATE_AND_START, image);
        int before = events.count();
        boolean acknowledged = switch (point) {
            case BETWEEN_COMMIT_AND_EFFECT -> {
                script.perform(step);
                yield true;
            }
            case BETWEEN_CREATE_AND_START -> {
                script.perform(step);
                awaitCreate(events, before);
                yield true;
            }
            case DURING_A_PULL -> {
                script.perform(step);
                registry.awaitAsked(name);
                yield true;
            }
            case ANYWHERE -> cutOff(berth, script, step);
        };
        berth.kill();
        long dead = now();
        CrashPoint hit = verified(point, events.all().subList(before, events.count()), dead);
        hits.merge(hit, 1, Integer::sum);
        List<Container> atDeath = EngineView.containers(berth.installation());
        if (pulls) {
            registry.open(name);
        }

        berth.startAgain();
        if (!acknowledged) {
            script.perform(step);
        }
        converged(berth, script);
        untouched(berth, script, events, atDeath);
        nothingTwice(events);
        everythingAcknowledged(berth, script);
        return step.name() + ", " + hit + (acknowledged ? "" : ", unanswered and asked again");
    }

    /// Kills while the call is under way or shortly after; true if the answer came before.
    private boolean cutOff(TestBerth berth, CrashScript script, CrashScript.Step step) {
        int delay = random.nextInt(2) == 0 ? random.nextInt(20) : random.nextInt(2_000);
        CompletableFuture<Boolean> call = CompletableFuture.supplyAsync(() -> {
            try {
                script.perform(step);
                return true;
            } catch (UncheckedIOException e) {
                return false;
            }
        });
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delay));
        berth.kill();
        return call.join();
    }

    private static void awaitCreate(EngineEvents events, int before) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (events.all().subList(before, events.count()).stream()
                .noneMatch(event -> event.isOfTask() && event.action().equals("create"))) {
            assertThat(System.nanoTime()).as("a container was made").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// Where it really was, by the engine's own events.
    private static CrashPoint verified(CrashPoint meant, List<EngineEvents.Event> since, long dead) {
        boolean hit = switch (meant) {
            case BETWEEN_COMMIT_AND_EFFECT ->
                since.stream().noneMatch(event -> event.isOfTask() && event.nanos() < dead);
            case BETWEEN_CREATE_AND_START ->
                since.stream()
                        .filter(event -> event.isOfTask() && event.action().equals("create"))
                        .anyMatch(created -> since.stream()
                                .noneMatch(event -> event.id().equals(created.id())
                                        && event.action().equals("start")
                                        && event.nanos() < dead));
            case DURING_A_PULL, ANYWHERE -> true;
        };
        return hit ? meant : CrashPoint.ANYWHERE;
    }

    /// Waits until the services have what they should, the tasks on their own are where they were told to be, and the
    /// engine runs exactly that.
    private static void converged(TestBerth berth, CrashScript script) {
        TestBerth.await(LONG, "everything to be as asked for", () -> difference(berth, script), String::isEmpty);
    }

    private static String difference(TestBerth berth, CrashScript script) {
        for (String service : List.of(CrashScript.CHANGING, CrashScript.STEADY)) {
            JsonNode now = berth.call(
                            "DescribeServices",
                            "{'cluster':'" + CrashScript.CLUSTER + "','services':['" + service + "']}")
                    .at("/services/0");
            int count = now.path("desiredCount").asInt();
            if (now.path("deployments").size() != 1
                    || now.path("runningCount").asInt() != count
                    || now.path("pendingCount").asInt() != 0
                    || !now.path("taskDefinition").asText().endsWith('/' + script.revision(service))) {
                return "service " + now;
            }
        }
        Map<String, JsonNode> tasks = tasks(berth, list(berth, ""));
        TreeSet<String> ids = new TreeSet<>();
        for (JsonNode task : tasks.values()) {
            if (!task.path("lastStatus").asText().equals("RUNNING")) {
                return "task " + task;
            }
            ids.add(task.at("/containers/0/runtimeId").asText());
        }
        if (!tasks.keySet().containsAll(script.running())
                || tasks.size() != script.running().size() + 3) {
            return "tasks " + tasks.keySet() + " where those on their own should be " + script.running();
        }
        for (JsonNode task : tasks(berth, new ArrayList<>(script.stopped())).values()) {
            if (!task.path("lastStatus").asText().equals("STOPPED")) {
                return "task " + task;
            }
        }
        List<Container> all = EngineView.containers(berth.installation());
        TreeSet<String> live = all.stream()
                .filter(container -> container.isOfTask() && container.isLive())
                .map(Container::id)
                .collect(Collectors.toCollection(TreeSet::new));
        long pauses =
                all.stream().filter(container -> !container.eni().isEmpty()).count();
        return live.equals(ids) && pauses <= 2 + WARM ? "" : "the engine has " + all + " and Berth " + ids;
    }

    /// What ran when Berth died and is still wanted is the same container, which was started once and nothing else.
    private static void untouched(TestBerth berth, CrashScript script, EngineEvents events, List<Container> atDeath) {
        Map<String, Container> now = new TreeMap<>();
        EngineView.containers(berth.installation()).forEach(container -> now.put(container.id(), container));
        for (Container was : atDeath) {
            if (!was.isOfTask() || !was.isRunning() || !isWanted(script, was)) {
                continue;
            }
            assertThat(now.get(was.id())).isEqualTo(was);
            assertThat(events.count(was.id(), "start")).as("starts of " + was).isLessThanOrEqualTo(1);
            assertThat(events.count(was.id(), "die", "kill", "stop", "restart", "pause"))
                    .as("ends of " + was)
                    .isZero();
        }
    }

    private static boolean isWanted(CrashScript script, Container container) {
        String family =
                container.definition().substring(0, container.definition().indexOf(':'));
        return family.equals("alone")
                ? script.running().contains(container.task())
                : container.definition().equals(script.revision(family));
    }

    private static void nothingTwice(EngineEvents events) {
        Map<String, TreeSet<String>> started = new TreeMap<>();
        for (EngineEvents.Event event : events.all()) {
            if (event.isOfTask() && event.action().equals("start")) {
                started.computeIfAbsent(event.task() + ' ' + event.container(), key -> new TreeSet<>())
                        .add(event.id());
            }
        }
        assertThat(started).allSatisfy((key, ids) -> assertThat(ids).as(key).hasSize(1));
    }

    private static void everythingAcknowledged(TestBerth berth, CrashScript script) {
        Map<String, JsonNode> stopped = tasks(berth, new ArrayList<>(script.stopped()));
        assertThat(stopped.keySet()).isEqualTo(script.stopped());
        assertThat(stopped.values()).allSatisfy(task -> {
            assertThat(task.path("lastStatus").asText()).isEqualTo("STOPPED");
            assertThat(task.path("stoppedReason").asText()).isEqualTo("asked to");
        });
        assertThat(berth.call("ListTaskDefinitions", "{}").path("taskDefinitionArns"))
                .hasSize(script.definitions());
    }

    private static List<String> list(TestBerth berth, String more) {
        List<String> arns = new ArrayList<>();
        berth.call("ListTasks", "{'cluster':'" + CrashScript.CLUSTER + "'" + more + "}")
                .path("taskArns")
                .forEach(arn -> arns.add(arn.asText()));
        return arns;
    }

    private static Map<String, JsonNode> tasks(TestBerth berth, List<String> arns) {
        Map<String, JsonNode> tasks = new TreeMap<>();
        if (!arns.isEmpty()) {
            String quoted = arns.stream().map(arn -> "'" + arn + "'").collect(Collectors.joining(","));
            berth.call("DescribeTasks", "{'cluster':'" + CrashScript.CLUSTER + "','tasks':[" + quoted + "]}")
                    .path("tasks")
                    .forEach(task -> tasks.put(task.path("taskArn").asText(), task));
        }
        return tasks;
    }

    private static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Test
    void aSecondBerthOnTheSameDirectoryRefusesAndSaysWhoHoldsIt() throws Exception {
        try (TestBerth berth = TestBerth.start("--publish-address", Loopback.any(), "--warm-pauses", "0")) {
            Process second = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Main.class.getName(),
                            "up",
                            "--port",
                            "0",
                            "--data",
                            berth.data().toString(),
                            "--engine",
                            TestEngine.host())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(second.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(output)
                    .contains(berth.data() + " is held by another Berth: process " + berth.pid())
                    .contains("answers at " + berth.url());
            assertThat(berth.call("ListClusters", "{}").path("clusterArns")).isNotEmpty();
        }
    }

    @Test
    void twoBerthsOnOneEngineLeaveEachOtherAlone() {
        try (TestBerth one = TestBerth.start("--publish-address", Loopback.any(), "--warm-pauses", "1");
                TestBerth other = TestBerth.start("--publish-address", Loopback.any(), "--warm-pauses", "1")) {
            serve(one);
            serve(other);
            List<Container> ofOne = taskContainers(one);
            other.kill();
            other.startAgain();
            other.call("DeleteService", "{'cluster':'c','service':'s','force':true}");
            TestBerth.await(LONG, "its task to go", () -> live(other), List::isEmpty);

            assertThat(taskContainers(one)).isEqualTo(ofOne).hasSize(1).allMatch(Container::isRunning);
            assertThat(list(one)).hasSize(1);
            assertThat(list(other)).isEmpty();
            assertThat(one.installation()).isNotEqualTo(other.installation());
            assertThat(TestEngine.docker(
                            "network",
                            "ls",
                            "-q",
                            "--filter",
                            "label=" + Labels.INSTALLATION + "=" + one.installation()))
                    .isNotEmpty();
        }
    }

    private static void serve(TestBerth berth) {
        berth.call("CreateCluster", "{'clusterName':'c'}");
        berth.call(
                "RegisterTaskDefinition",
                "{'family':'sleeper','containerDefinitions':[{'name':'c','image':'busybox','memory':16,"
                        + "'command':['sh','-c','trap exit TERM; sleep 100000 & wait']}]}");
        berth.call(
                "CreateService",
                "{'cluster':'c','serviceName':'s','taskDefinition':'sleeper','desiredCount':1,'launchType':'FARGATE'}");
        TestBerth.await(LONG, "the task to run", () -> CausesDockerTest.runningTask(berth), arn -> !arn.isEmpty());
    }

    private static List<Container> taskContainers(TestBerth berth) {
        return EngineView.containers(berth.installation()).stream()
                .filter(Container::isOfTask)
                .toList();
    }

    private static List<Container> live(TestBerth berth) {
        return taskContainers(berth).stream().filter(Container::isLive).toList();
    }

    private static List<String> list(TestBerth berth) {
        List<String> arns = new ArrayList<>();
        berth.call("ListTasks", "{'cluster':'c'}").path("taskArns").forEach(arn -> arns.add(arn.asText()));
        return arns;
    }
}
