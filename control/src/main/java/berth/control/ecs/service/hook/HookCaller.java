package berth.control.ecs.service.hook;

import java.time.Duration;
import java.util.function.Consumer;

/// Calls a URL that stands for a function. A port.
///
/// An adapter sends one POST with the payload as JSON to the very URL, follows no redirect, and bounds the time
/// and the size of the answer.
@FunctionalInterface
public interface HookCaller {
    /// ECS: one call of a function may take 15 minutes.
    Duration LONGEST = Duration.ofMinutes(15);

    /// Returns at once. `done` is called exactly once, from any thread.
    ///
    /// @param url `http` or `https`
    /// @param payload a JSON object
    void call(String url, String payload, Consumer<Reply> done);

    /// What came of a call.
    sealed interface Reply {
        /// The function answered; `body` is what it returned.
        record Answered(String body) implements Reply {}

        /// It was not reached, failed, or answered too late or too much.
        ///
        /// @param why the end of a sentence, in lower case
        record Unreached(String why) implements Reply {}
    }
}
