package berth.agent.task;

import berth.agent.engine.EngineFault;
import org.jspecify.annotations.Nullable;

/// How an action failed so far. Forgotten when it succeeds.
///
/// @param count how often, at least 1
/// @param fault the latest
/// @param engineId the container it was tried on, or null where there was none
/// @param waiting true until the pause before the next try is over
public record Attempt(
        int count, EngineFault fault, @Nullable String engineId, boolean waiting) {
    /// The same failures, with the pause over.
    public Attempt rested() {
        return new Attempt(count, fault, engineId, false);
    }
}
