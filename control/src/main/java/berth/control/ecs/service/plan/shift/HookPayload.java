package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.ShiftStrategy;
import berth.control.ecs.service.model.TrafficShift;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// What a function is told when its hook runs: a JSON object.
///
/// ECS: weights are shown in the stage that shifts them, those of the production traffic in the one before too;
/// green is the target on the way back as well, with 0 %.
public final class HookPayload {
    private static final JsonMapper JSON = new JsonMapper();

    private HookPayload() {}

    /// @param serviceDeployment ARN
    /// @param service ARN
    /// @param green ARN of the service revision that is deployed
    /// @param blue ARN of the one that serves, or null where there is none
    public static String of(
            TrafficShift shift,
            LifecycleHook hook,
            HookRun run,
            String serviceDeployment,
            String service,
            String green,
            @Nullable String blue) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("executionId", run.id());
        payload.put("lifecycleStage", shift.stage().name());
        payload.put("resourceArn", serviceDeployment);
        ObjectNode details = payload.putObject("executionDetails");
        details.put("serviceArn", service);
        details.put("targetServiceRevisionArn", green);
        boolean test = shift.stage() == LifecycleStage.TEST_TRAFFIC_SHIFT;
        boolean production = shift.stage() == LifecycleStage.PRODUCTION_TRAFFIC_SHIFT
                || shift.stage() == LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
        weights(details.putObject("testTrafficWeights"), test, shift.testTenths(), green, blue);
        weights(details.putObject("productionTrafficWeights"), production, shift.productionTenths(), green, blue);
        JsonNode merged = merged(hook.details(), run.returned());
        if (merged != null) {
            payload.set("hookDetails", merged);
        }
        return payload.toString();
    }

    private static void weights(ObjectNode weights, boolean shown, int tenths, String green, @Nullable String blue) {
        if (!shown) {
            return;
        }
        if (blue != null) {
            weights.set(blue, percent(ShiftStrategy.WHOLE - tenths));
        }
        weights.set(green, percent(tenths));
    }

    private static JsonNode percent(int tenths) {
        return tenths % 10 == 0
                ? JsonNodeFactory.instance.numberNode(tenths / 10)
                : JsonNodeFactory.instance.numberNode(tenths / 10.0);
    }

    /// What the hook is configured with, with what its last answer said over it.
    private static @Nullable JsonNode merged(@Nullable String configured, @Nullable String returned) {
        if (configured == null) {
            return returned == null ? null : read(returned);
        }
        JsonNode details = read(configured);
        if (returned != null && details instanceof ObjectNode both && read(returned) instanceof ObjectNode over) {
            both.setAll(over);
        }
        return details;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new IllegalStateException("hookDetails were checked when they came in", e);
        }
    }
}
