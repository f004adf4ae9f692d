package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.HookRun;
import berth.control.ecs.service.model.HookRun.Status;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a function's answer means.
///
/// **Rule.** `{"hookStatus": "SUCCEEDED"}` ends the hook well, `FAILED`, an answer without hookStatus and one
/// that is no JSON object end it badly. `IN_PROGRESS` has it called again after `callBackDelay` seconds, 30
/// where left out, with the `hookDetails` of the answer.
///
/// **Example.** At 12:00:00 `{"hookStatus":"IN_PROGRESS","callBackDelay":10,"hookDetails":{"try":2}}`: called
/// again at 12:00:10 with `try` 2.
///
/// ECS: lifecycle hooks.
public final class HookAnswer {
    static final Duration CALL_BACK = Duration.ofSeconds(30);
    static final Duration LONGEST_CALL_BACK = Duration.ofHours(24);

    /// Characters of hookDetails that are kept: they are stored with the deployment.
    static final int DETAILS = 64 * 1024;

    private static final JsonMapper JSON = new JsonMapper();

    private HookAnswer() {}

    /// @param target for the words
    /// @param body as the function answered it
    public static HookRun answered(HookRun run, String target, String body, Instant now) {
        JsonNode answer = read(body);
        if (!(answer instanceof ObjectNode)) {
            return unparsable(run, target, "the response not being a JSON object");
        }
        JsonNode status = answer.get("hookStatus");
        if (status == null || status.isNull()) {
            return unparsable(run, target, "HookStatus must not be null");
        }
        return switch (status.asText()) {
            case "SUCCEEDED" -> run.ended(Status.SUCCEEDED, null);
            case "FAILED" -> run.ended(Status.FAILED, ShiftWording.returnedFailed(target));
            case "IN_PROGRESS" -> putOff(run, target, answer, now);
            default -> unparsable(run, target, "HookStatus being none of SUCCEEDED, FAILED, IN_PROGRESS");
        };
    }

    /// The function could not be called, or did not answer in time.
    public static HookRun unreached(HookRun run, String target, String why) {
        return run.ended(Status.FAILED, ShiftWording.uncallable(target, why));
    }

    private static HookRun putOff(HookRun run, String target, JsonNode answer, Instant now) {
        JsonNode seconds = answer.get("callBackDelay");
        Duration delay = CALL_BACK;
        if (seconds != null && !seconds.isNull()) {
            if (!seconds.isNumber() || seconds.asLong() < 0 || seconds.asLong() > LONGEST_CALL_BACK.toSeconds()) {
                return unparsable(
                        run, target, "callBackDelay not being a number from 0 to " + LONGEST_CALL_BACK.toSeconds());
            }
            // Not at once: a function that says 0 is asked again each second.
            delay = Duration.ofSeconds(Math.max(1, seconds.asLong()));
        }
        JsonNode details = answer.get("hookDetails");
        if (details == null || details.isNull()) {
            return run.putOff(now.plus(delay), null);
        }
        String text = details.toString();
        if (!(details instanceof ObjectNode) || text.length() > DETAILS) {
            return unparsable(run, target, "hookDetails not being a JSON object of at most " + DETAILS + " characters");
        }
        return run.putOff(now.plus(delay), text);
    }

    private static HookRun unparsable(HookRun run, String target, String why) {
        return run.ended(Status.FAILED, ShiftWording.unparsable(target, why));
    }

    private static @Nullable JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return null;
        }
    }
}
