package berth.control.logs;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends events to where a subscription filter says. A port.
///
/// An adapter sends one POST with the payload as JSON to the very URL, follows no redirect, and bounds the time.
@FunctionalInterface
public interface LogDestination {
    /// Returns at once. `done` is called exactly once, from any thread.
    ///
    /// @param url `http` or `https`
    /// @param payload a JSON object
    /// @param done null: taken; else why not, as the end of a sentence
    void send(String url, String payload, Consumer<@Nullable String> done);
}
