package berth.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

/// A service of four tasks changes under load, with requests of two seconds in flight at any moment: nobody notices but
/// by the answers.
@Tag("docker")
class DeploymentTrafficDockerTest {
    private static final int COUNTED = 10_000;
    private static final double POINTS = 2;
    private static final Duration SOON = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRollingUpdateFailsNoRequestAndKeepsFourTargetsHealthy(boolean vpc) {
        try (Berth berth = Berth.start();
                WebService web = new WebService(berth, vpc)) {
            web.create("blue", percents("ROLLING").build());
            Load load = Load.on(web.address());
            LowestHealthy healthy = new LowestHealthy(web);
            try (load;
                    healthy) {
                awaitSlowAnswer(load, "blue");
                web.update("green");
                web.await("SUCCESSFUL");
                awaitSlowAnswer(load, "green");
                assertThat(load.burst(100, "")).isEqualTo(Map.of("green", 100));
            }
            assertThat(load.failures()).isEmpty();
            assertThat(healthy.lowest()).isEqualTo(WebService.TASKS);
            assertThat(web.exitCodes()).containsExactly(0, 0, 0, 0);
        }
    }

    @Test
    void blueGreenTestsGreenAsideThenTurnsTheTrafficAndAFailedHookKeepsTheNextOneFromIt() {
        try (HookFunction function = new HookFunction();
                Berth berth = start();
                WebService web = new WebService(berth, true)) {
            web.create("blue", percents("BLUE_GREEN").bakeTimeInMinutes(1).build());
            web.configure(percents("BLUE_GREEN")
                    .bakeTimeInMinutes(1)
                    .lifecycleHooks(
                            pause("POST_PRODUCTION_TRAFFIC_SHIFT"), function("POST_TEST_TRAFFIC_SHIFT", function))
                    .build());
            Load load = Load.on(web.address());
            LowestHealthy healthy = new LowestHealthy(web);
            try (load;
                    healthy) {
                awaitSlowAnswer(load, "blue");
                function.answers(HookFunction.AGAIN_IN_A_SECOND);
                web.update("green");
                awaitCalls(function, 2);
                assertThat(load.burst(100, WebService.TEST_HEADER)).isEqualTo(Map.of("green", 100));
                assertShare(load, 0, "blue", "green");

                function.answers(HookFunction.SUCCEEDED);
                ServiceDeployment turned = web.awaitPause("POST_PRODUCTION_TRAFFIC_SHIFT", 100);
                assertShare(load, 100, "blue", "green");
                web.goOn(turned);
                web.await("SUCCESSFUL");
                awaitSlowAnswer(load, "green");

                function.answers(HookFunction.FAILED);
                web.update("red");
                assertThat(web.await("ROLLBACK_SUCCESSFUL").statusReason())
                        .contains("POST_TEST_TRAFFIC_SHIFT lifecycle hook(s) failed");
                assertShare(load, 100, "blue", "green");
            }
            assertThat(load.failures()).isEmpty();
            assertThat(healthy.lowest()).isGreaterThanOrEqualTo(WebService.TASKS);
            assertThat(load.fast()).containsOnlyKeys("blue", "green");
        }
    }

    @Test
    void linearGivesGreenItsShareAtEachStep() {
        try (Berth berth = start();
                WebService web = new WebService(berth, true)) {
            DeploymentConfiguration linear = percents("LINEAR")
                    .linearConfiguration(steps -> steps.stepPercent(30.0).stepBakeTimeInMinutes(0))
                    .bakeTimeInMinutes(0)
                    .build();
            web.create("blue", linear);
            web.configure(linear.toBuilder()
                    .lifecycleHooks(pause("PRE_PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT"))
                    .build());
            Load load = Load.on(web.address());
            LowestHealthy healthy = new LowestHealthy(web);
            try (load;
                    healthy) {
                awaitSlowAnswer(load, "blue");
                web.update("green");
                for (int share : new int[] {0, 30, 60, 90}) {
                    ServiceDeployment step = web.awaitPause("PRE_PRODUCTION_TRAFFIC_SHIFT", share);
                    assertShare(load, share, "blue", "green");
                    web.goOn(step);
                }
                ServiceDeployment last = web.awaitPause("POST_PRODUCTION_TRAFFIC_SHIFT", 100);
                assertShare(load, 100, "blue", "green");
                web.goOn(last);
                web.await("SUCCESSFUL");
                awaitSlowAnswer(load, "green");
            }
            assertThat(load.failures()).isEmpty();
            assertThat(healthy.lowest()).isGreaterThanOrEqualTo(WebService.TASKS);
        }
    }

    @Test
    void aCanaryThatIsStoppedGetsNoRequestAnyMoreWhileItsTasksStillRun() {
        try (HookFunction function = new HookFunction();
                Berth berth = start();
                WebService web = new WebService(berth, true)) {
            web.create(
                    "blue",
                    percents("CANARY")
                            .canaryConfiguration(
                                    canary -> canary.canaryPercent(10.0).canaryBakeTimeInMinutes(1000))
                            .bakeTimeInMinutes(0)
                            .lifecycleHooks(function("PRODUCTION_TRAFFIC_SHIFT", function))
                            .build());
            Load load = Load.on(web.address());
            LowestHealthy healthy = new LowestHealthy(web);
            try (load;
                    healthy) {
                awaitSlowAnswer(load, "blue");
                web.update("green");
                ServiceDeployment canary = web.await(
                        "at 10 %",
                        one -> "PRODUCTION_TRAFFIC_SHIFT".equals(one.lifecycleStageAsString())
                                && one.targetServiceRevision().requestedProductionTrafficWeight() == 10.0);
                assertShare(load, 10, "blue", "green");
                awaitSlowAnswer(load, "green");

                int before = function.payloads().size();
                function.answers(HookFunction.AGAIN_IN_A_SECOND);
                web.ecs.stopServiceDeployment(request -> request.serviceDeploymentArn(canary.serviceDeploymentArn())
                        .stopType("ROLLBACK"));
                awaitCalls(function, before + 2);
                assertThat(web.healthyTargets()).isEqualTo(2 * WebService.TASKS);
                assertThat(load.burst(COUNTED, "")).isEqualTo(Map.of("blue", COUNTED));

                function.answers(HookFunction.SUCCEEDED);
                web.await("ROLLBACK_SUCCESSFUL");
                assertThat(load.burst(COUNTED, "")).isEqualTo(Map.of("blue", COUNTED));
            }
            assertThat(load.failures()).isEmpty();
            assertThat(healthy.lowest()).isGreaterThanOrEqualTo(WebService.TASKS);
        }
    }

    /// With minutes of a second: bake times end while one looks.
    private static Berth start() {
        return Berth.start("--deployment-minute", "1s");
    }

    private static DeploymentConfiguration.Builder percents(String strategy) {
        return DeploymentConfiguration.builder()
                .strategy(strategy)
                .minimumHealthyPercent(100)
                .maximumPercent(200);
    }

    private static DeploymentLifecycleHook pause(String... stages) {
        return DeploymentLifecycleHook.builder()
                .targetType("PAUSE")
                .lifecycleStagesWithStrings(stages)
                .build();
    }

    private static DeploymentLifecycleHook function(String stage, HookFunction function) {
        return DeploymentLifecycleHook.builder()
                .targetType("AWS_LAMBDA")
                .hookTargetArn(function.url())
                .roleArn("arn:aws:iam::000000000000:role/hooks")
                .lifecycleStagesWithStrings(stage)
                .build();
    }

    /// Counts at the backends.
    ///
    /// @param share of `other`, in percent
    private static void assertShare(Load load, int share, String one, String other) {
        Map<String, Integer> answers = load.burst(COUNTED, "");
        assertThat(answers.getOrDefault(one, 0) + answers.getOrDefault(other, 0))
                .isEqualTo(COUNTED);
        assertThat(100.0 * answers.getOrDefault(other, 0) / COUNTED).isCloseTo(share, within(POINTS));
    }

    /// A request of two seconds that this backend answers shows that such are in flight.
    private static void awaitSlowAnswer(Load load, String backend) {
        int before = load.slow().getOrDefault(backend, 0);
        Until.shown(
                SOON,
                "a slow answer of " + backend,
                () -> load.slow().getOrDefault(backend, 0),
                count -> count > before);
    }

    private static void awaitCalls(HookFunction function, int calls) {
        Until.shown(
                SOON,
                calls + " calls of the function",
                () -> function.payloads().size(),
                count -> count >= calls);
    }
}
