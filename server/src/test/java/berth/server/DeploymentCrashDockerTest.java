package berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import berth.agent.docker.TestEngine;
import berth.server.EngineView.Container;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `kill -9` of Berth's whole process group in the middle of deployments of every strategy, while a lifecycle hook is
/// asked, and while one goes back. Started again, Berth goes on and completes what it was about: right revision, right
/// count, weights and targets, no container twice or left over.
@Tag("docker")
class DeploymentCrashDockerTest {
    private static final long SEED = 20261126;
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final String BREAKER = "'deploymentCircuitBreaker':{'enable':true,'rollback':true}";
    private static final String BLUE_GREEN = "{'strategy':'BLUE_GREEN','bakeTimeInMinutes':1,'lifecycleHooks':[]}";
    private static final String LINEAR = "{'strategy':'LINEAR','bakeTimeInMinutes':1,'lifecycleHooks':[],"
            + "'linearConfiguration':{'stepPercent':50.0,'stepBakeTimeInMinutes':1}}";
    private static final String CANARY = "{'strategy':'CANARY','bakeTimeInMinutes':1,'lifecycleHooks':[%s],"
            + "'canaryConfiguration':{'canaryPercent':20.0,'canaryBakeTimeInMinutes':1}}";

    private final Random random = new Random(SEED);
    /// About how long a deployment of each kind takes, in milliseconds: the moments are drawn from this.
    private final Map<Kind, Long> spans = new EnumMap<>(Kind.class);

    /// What is killed in the middle, and how often: 20 in all.
    private enum Kind {
        ROLLING(4),
        BLUE_GREEN(3),
        LINEAR(3),
        CANARY(3),
        HOOK(3),
        ROLLBACK_BY_THE_BREAKER(2),
        ROLLBACK_ON_REQUEST(2);

        private final int times;

        Kind(int times) {
            this.times = times;
        }

        String service() {
            return switch (this) {
                case ROLLING, ROLLBACK_BY_THE_BREAKER -> ShiftedWeb.ROLLING;
                case BLUE_GREEN, LINEAR, CANARY, HOOK, ROLLBACK_ON_REQUEST -> ShiftedWeb.SHIFTING;
            };
        }

        boolean goesBack() {
            return this == ROLLBACK_BY_THE_BREAKER || this == ROLLBACK_ON_REQUEST;
        }
    }

    /// How one kill went.
    ///
    /// @param at the deployment's status and stage right before
    /// @param inTheMiddle whether it was under way then
    private record Kill(String deployment, String at, boolean inTheMiddle) {}

    @BeforeAll
    static void images() {
        TestEngine.requireImages();
    }

    @Test
    void twentyKillsInTheMiddleOfDeploymentsAreGoneOnFrom() {
        List<String> problems = new ArrayList<>();
        System.out.println("The kills' seed is " + SEED);
        int clean = 0;
        try (TestBerth berth = TestBerth.startInGroup(
                        "--publish-address", Loopback.any(), "--warm-pauses", "0", "--deployment-minute", "1s");
                SlowHook hook = new SlowHook();
                EngineEvents events = EngineEvents.of(berth.installation())) {
            ShiftedWeb web = new ShiftedWeb(berth);
            berth.call("CreateCluster", "{'clusterName':'" + ShiftedWeb.CLUSTER + "'}");
            web.make();
            TreeMap<String, String> definitions =
                    new TreeMap<>(Map.of(ShiftedWeb.ROLLING, "rolling:1", ShiftedWeb.SHIFTING, "shifting:1"));
            TreeMap<String, String> pages =
                    new TreeMap<>(Map.of(ShiftedWeb.ROLLING, "200 revision-1", ShiftedWeb.SHIFTING, "200 revision-2"));
            complete(berth, web, definitions, pages);
            long began = System.nanoTime();
            for (Kind kind : Kind.values()) {
                for (int time = 1; time <= kind.times; time++) {
                    String at = "";
                    try {
                        String definition = definition(web, kind);
                        if (!kind.goesBack()) {
                            definitions.put(kind.service(), definition);
                            pages.put(kind.service(), web.newestPage());
                        }
                        Kill kill = kill(berth, web, hook, kind, definition);
                        at = kill.at();
                        berth.startAgain();
                        finish(web, hook, kind, kill.deployment());
                        complete(berth, web, definitions, pages);
                        nothingTwice(events);
                        // One that came too late shows nothing: another is drawn, earlier.
                        time -= kill.inTheMiddle() ? 0 : 1;
                        clean += kill.inTheMiddle() ? 1 : 0;
                        System.out.printf(
                                "kill %2d: %s, at %s: clean, %s after the beginning%n",
                                clean,
                                kind,
                                at,
                                Duration.ofNanos(System.nanoTime() - began).truncatedTo(ChronoUnit.SECONDS));
                    } catch (AssertionError e) {
                        System.out.printf("kill: %s, at %s: %s%n", kind, at, e.getMessage());
                        problems.add(kind + ", at " + at + ": " + e.getMessage());
                        if (!berth.isRunning()) {
                            berth.startAgain();
                        }
                    }
                }
            }
            System.out.printf("%d of %d clean%n", clean, clean + problems.size());
            assertThat(problems).as(berth.log()).isEmpty();
            assertThat(clean).isEqualTo(20);
        }
    }

    private static String definition(ShiftedWeb web, Kind kind) {
        return kind == Kind.ROLLBACK_BY_THE_BREAKER ? web.defineCrashing(kind.service()) : web.define(kind.service());
    }

    private Kill kill(TestBerth berth, ShiftedWeb web, SlowHook hook, Kind kind, String definition) {
        hook.hold();
        String deployment = web.update(kind.service(), definition, configuration(kind, hook));
        switch (kind) {
            case ROLLING, BLUE_GREEN, LINEAR, CANARY -> pause(spans.getOrDefault(kind, 3_000L));
            case HOOK -> hook.awaitCalls(1);
            case ROLLBACK_BY_THE_BREAKER -> {
                goesBack(web, deployment);
                pause(100);
            }
            case ROLLBACK_ON_REQUEST -> {
                hook.awaitCalls(1);
                berth.call(
                        "StopServiceDeployment", "{'serviceDeploymentArn':'" + deployment + "','stopType':'ROLLBACK'}");
                pause(500);
            }
        }
        JsonNode seen = web.deployment(deployment);
        berth.kill();
        String status = seen.path("status").asText();
        boolean under = kind.goesBack()
                ? status.startsWith("ROLLBACK_") && !status.equals("ROLLBACK_SUCCESSFUL")
                : status.equals("IN_PROGRESS") || status.equals("PENDING");
        if (!under) {
            spans.merge(kind, 3_000L, (before, first) -> before / 2);
        }
        return new Kill(deployment, (status + ' ' + seen.path("lifecycleStage").asText()).strip(), under);
    }

    private static String configuration(Kind kind, SlowHook hook) {
        return switch (kind) {
            case ROLLING, ROLLBACK_BY_THE_BREAKER ->
                "{'minimumHealthyPercent':100,'maximumPercent':200," + BREAKER + '}';
            case BLUE_GREEN -> BLUE_GREEN;
            case LINEAR -> LINEAR;
            case CANARY -> CANARY.formatted("");
            case HOOK -> CANARY.formatted(hooked(hook, "POST_SCALE_UP"));
            case ROLLBACK_ON_REQUEST -> CANARY.formatted(hooked(hook, "PRODUCTION_TRAFFIC_SHIFT"));
        };
    }

    private static String hooked(SlowHook hook, String stage) {
        return "{'hookTargetArn':'%s','roleArn':'arn:aws:iam::000000000000:role/hook','lifecycleStages':['%s']}"
                .formatted(hook.url(), stage);
    }

    private static void goesBack(ShiftedWeb web, String deployment) {
        TestBerth.await(
                LONG,
                "the breaker to trip",
                () -> web.deployment(deployment).path("status").asText(),
                status -> status.startsWith("ROLLBACK_"));
    }

    /// Waits until the service deployment has ended as it should, and answers the hook's calls.
    private static void finish(ShiftedWeb web, SlowHook hook, Kind kind, String deployment) {
        if (kind == Kind.HOOK) {
            hook.awaitCalls(2);
            assertThat(new TreeSet<>(hook.executions())).as("executionIds").hasSize(1);
        }
        hook.release();
        String wanted = kind.goesBack() ? "ROLLBACK_SUCCESSFUL" : "SUCCESSFUL";
        TestBerth.await(
                LONG,
                "the deployment to be " + wanted,
                () -> web.deployment(deployment),
                seen -> seen.path("status").asText().equals(wanted));
    }

    private void pause(long atMost) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(atMost)));
    }

    private static void complete(
            TestBerth berth, ShiftedWeb web, Map<String, String> definitions, Map<String, String> pages) {
        TestBerth.await(
                LONG,
                "everything to be as asked for",
                () -> definitions.keySet().stream()
                        .map(name -> difference(web.service(name), definitions.getOrDefault(name, "")))
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElseGet(() -> engineDiffers(berth, web)),
                String::isEmpty);
        TestBerth.await(LONG, "targets and weights to be right", web::trafficDiffers, String::isEmpty);
        // Weights are what the proxy is told next.
        pages.forEach((name, page) -> TestBerth.await(
                LONG, name + " to answer with " + page, () -> web.pages(name), seen -> seen.equals(Set.of(page))));
    }

    private static String difference(JsonNode service, String definition) {
        JsonNode primary = service.at("/deployments/0");
        boolean right = service.path("deployments").size() == 1
                && service.path("desiredCount").asInt() == ShiftedWeb.COPIES
                && service.path("runningCount").asInt() == ShiftedWeb.COPIES
                && service.path("pendingCount").asInt() == 0
                && service.path("taskDefinition").asText().endsWith('/' + definition)
                && primary.path("taskDefinition").asText().endsWith('/' + definition)
                && primary.path("rolloutState").asText().equals("COMPLETED");
        return right ? "" : "service " + service;
    }

    private static String engineDiffers(TestBerth berth, ShiftedWeb web) {
        TreeSet<String> wanted = web.containers();
        TreeSet<String> live = EngineView.containers(berth.installation()).stream()
                .filter(container -> container.isOfTask() && container.isLive())
                .map(Container::id)
                .collect(Collectors.toCollection(TreeSet::new));
        return live.equals(wanted) && live.size() == 2 * ShiftedWeb.COPIES
                ? ""
                : "the engine has " + live + " and Berth " + wanted;
    }

    private static void nothingTwice(EngineEvents events) {
        Map<String, TreeSet<String>> started = new TreeMap<>();
        for (EngineEvents.Event event : events.all()) {
            if (event.isOfTask() && event.action().equals("start")) {
                started.computeIfAbsent(event.task(), key -> new TreeSet<>()).add(event.id());
            }
        }
        assertThat(started).allSatisfy((task, ids) -> assertThat(ids).as(task).hasSize(1));
    }
}
