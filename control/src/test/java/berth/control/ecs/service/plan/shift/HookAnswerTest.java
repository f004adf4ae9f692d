package berth.control.ecs.service.plan.shift;

import static berth.control.ecs.service.plan.shift.Shifts.NOON;
import static berth.control.ecs.service.plan.shift.Shifts.URL;
import static org.assertj.core.api.Assertions.assertThat;

import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.HookRun.Status;
import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.LifecycleHook.Action;
import berth.control.ecs.service.model.LifecycleHook.TargetType;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.model.TrafficShift.End;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookAnswerTest {
    private static final HookRun RUN = HookRun.called(0, "id", NOON.plusSeconds(3600));

    @Test
    void theStatusDecides() {
        assertThat(answered("{\"hookStatus\":\"SUCCEEDED\"}")).matches(run -> run.status() == Status.SUCCEEDED);
        assertThat(answered("{\"hookStatus\":\"FAILED\"}")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(Status.FAILED);
            assertThat(run.failure()).isEqualTo("Lifecycle hook target " + URL + " returned FAILED status.");
        });
    }

    @Test
    void inProgressIsCalledAgainAfterThirtySeconds() {
        assertThat(answered("{\"hookStatus\":\"IN_PROGRESS\"}")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(Status.IN_PROGRESS);
            assertThat(run.nextCallAt()).isEqualTo(NOON.plusSeconds(30));
            assertThat(run.awaitsAnswer()).isFalse();
        });
    }

    /// The rule's own example.
    @Test
    void inProgressMayNameTheDelayAndLeaveDetails() {
        assertThat(answered("{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":10,\"hookDetails\":{\"try\":2}}"))
                .satisfies(run -> {
                    assertThat(run.nextCallAt()).isEqualTo(NOON.plusSeconds(10));
                    assertThat(run.returned()).isEqualTo("{\"try\":2}");
                });
    }

    @Test
    void detailsStayUntilAnAnswerBringsOthers() {
        HookRun first = answered("{\"hookStatus\":\"IN_PROGRESS\",\"hookDetails\":{\"try\":2}}")
                .again();
        HookRun second = HookAnswer.answered(first, URL, "{\"hookStatus\":\"IN_PROGRESS\"}", NOON);
        assertThat(second.returned()).isEqualTo("{\"try\":2}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                    | HookStatus must not be null",
                "{\"hookStatus\":null}                                 | HookStatus must not be null",
                "{\"hookStatus\":\"DONE\"}                             | HookStatus being none of SUCCEEDED, FAILED, IN_PROGRESS",
                "[]                                                    | the response not being a JSON object",
                "<html>                                                | the response not being a JSON object",
                "{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":-1} | callBackDelay not being a number from 0 to 86400",
                "{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":86401} | callBackDelay not being a number from 0 to 86400",
                "{\"hookStatus\":\"IN_PROGRESS\",\"callBackDelay\":\"x\"} | callBackDelay not being a number from 0 to 86400",
                "{\"hookStatus\":\"IN_PROGRESS\",\"hookDetails\":[]}   | hookDetails not being a JSON object of at most 65536 characters"
            })
    void whatCannotBeReadFails(String body, String why) {
        assertThat(answered(body)).satisfies(run -> {
            assertThat(run.status()).isEqualTo(Status.FAILED);
            assertThat(run.failure()).isEqualTo("ECS was unable to parse the response from " + URL + " due to " + why);
        });
    }

    @Test
    void anEmptyAnswerFails() {
        assertThat(answered("")).matches(run -> run.status() == Status.FAILED);
    }

    @Test
    void thePayloadTellsTheWeightsOfTheStageThatShiftsThem() {
        assertThat(payload(LifecycleStage.POST_SCALE_UP, 0, 0, null, null))
                .isEqualTo("{\"executionId\":\"id\",\"lifecycleStage\":\"POST_SCALE_UP\",\"resourceArn\":\"arn:d\","
                        + "\"executionDetails\":{\"serviceArn\":\"arn:s\",\"targetServiceRevisionArn\":\"arn:green\","
                        + "\"testTrafficWeights\":{},\"productionTrafficWeights\":{}}}");
        assertThat(payload(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT, 125, 1000, null, null))
                .contains("\"testTrafficWeights\":{},"
                        + "\"productionTrafficWeights\":{\"arn:blue\":87.5,\"arn:green\":12.5}");
        assertThat(payload(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, 0, 1000, null, null))
                .contains("\"productionTrafficWeights\":{\"arn:blue\":100,\"arn:green\":0}");
        assertThat(payload(LifecycleStage.TEST_TRAFFIC_SHIFT, 0, 1000, null, null))
                .contains("\"testTrafficWeights\":{\"arn:blue\":0,\"arn:green\":100}");
    }

    @Test
    void theDetailsOfTheHookAndOfItsLastAnswerAreMerged() {
        assertThat(payload(LifecycleStage.POST_SCALE_UP, 0, 0, "{\"a\":1,\"b\":2}", "{\"b\":3,\"c\":4}"))
                .endsWith(",\"hookDetails\":{\"a\":1,\"b\":3,\"c\":4}}");
        assertThat(payload(LifecycleStage.POST_SCALE_UP, 0, 0, null, "{\"b\":3}"))
                .endsWith(",\"hookDetails\":{\"b\":3}}");
    }

    @Test
    void aPauseHasAnIdOfEcssForm() {
        HookRun run = new Shifts(Shifts.blueGreen(5, Shifts.pause(60, Action.ROLLBACK, LifecycleStage.PRE_SCALE_UP)))
                .shift
                .hooks()
                .getFirst();
        assertThat(run.id()).matches("ecs-pause-[A-Za-z0-9_-]{43}");
        assertThat(HookRuns.isId(run.id())).isTrue();
        assertThat(HookRuns.isId("pause-1")).isFalse();
    }

    private static HookRun answered(String body) {
        return HookAnswer.answered(RUN, URL, body, NOON);
    }

    private static String payload(
            LifecycleStage stage, int production, int test, @Nullable String details, @Nullable String returned) {
        LifecycleHook hook =
                new LifecycleHook(TargetType.AWS_LAMBDA, URL, null, List.of(stage), details, 1440, Action.ROLLBACK);
        HookRun run = returned == null ? RUN : RUN.putOff(NOON, returned).again();
        TrafficShift shift = new TrafficShift(
                Shifts.GREEN, Shifts.BLUE, stage, 0, production, test, NOON, NOON, List.of(run), null, End.UNDECIDED);
        return HookPayload.of(shift, hook, run, "arn:d", "arn:s", "arn:green", "arn:blue");
    }
}
