package berth.control.ecs.service.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One hook in one stage of one deployment.
///
/// A function is called when `calls` is one more than `answers`: the call is wanted, and its answer not
/// committed. After a crash in between it is called again with the same id, so a function hears of it at least
/// once.
///
/// @param hook position in the strategy's list
/// @param id the executionId of a function, the hookId of a pause; the same for all calls of this stage
/// @param expiresAt when its time-out is over
/// @param calls how often a call was wanted
/// @param answers how many of them were answered
/// @param nextCallAt when a function that is IN_PROGRESS is to be called again, or null
/// @param returned hookDetails of its last answer, a JSON object, or null
/// @param failure why it FAILED, a sentence in ECS's words, or null
public record HookRun(
        int hook,
        String id,
        Status status,
        Instant expiresAt,
        int calls,
        int answers,
        @Nullable Instant nextCallAt,
        @Nullable String returned,
        @Nullable String failure) {

    /// A function that is to be called now.
    public static HookRun called(int hook, String id, Instant expiresAt) {
        return new HookRun(hook, id, Status.IN_PROGRESS, expiresAt, 1, 0, null, null, null);
    }

    /// A pause that waits from now on.
    public static HookRun waiting(int hook, String id, Instant expiresAt) {
        return new HookRun(hook, id, Status.AWAITING_ACTION, expiresAt, 0, 0, null, null, null);
    }

    /// Whether a call is wanted whose answer is not known.
    public boolean awaitsAnswer() {
        return status == Status.IN_PROGRESS && calls > answers;
    }

    public boolean open() {
        return status == Status.IN_PROGRESS || status == Status.AWAITING_ACTION;
    }

    /// The same with another call wanted.
    public HookRun again() {
        return new HookRun(hook, id, status, expiresAt, calls + 1, answers, null, returned, failure);
    }

    /// It answered that it needs more time.
    ///
    /// @param details of its answer; null leaves those of the one before
    public HookRun putOff(Instant until, @Nullable String details) {
        return new HookRun(
                hook, id, status, expiresAt, calls, calls, until, details == null ? returned : details, failure);
    }

    /// It came to an end.
    public HookRun ended(Status end, @Nullable String why) {
        return new HookRun(hook, id, end, expiresAt, calls, calls, null, returned, why);
    }

    /// ECS: the status of a lifecycle hook.
    public enum Status {
        /// A pause, until somebody continues.
        AWAITING_ACTION,
        /// A function, until it says otherwise.
        IN_PROGRESS,
        SUCCEEDED,
        FAILED,
        TIMED_OUT
    }
}
