package berth.agent;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps the last lease that the control plane gave, so that a new process of the agent knows how long it still lasts.
/// Nothing needs to outlive the machine's own start: no container does either.
public interface LastWord {
    /// Time since the machine started, that in which it slept included. Never goes back while the machine runs.
    Duration elapsed();

    /// A lease.
    ///
    /// @param from when the beat was sent that it answers, as [#elapsed] was then
    /// @param fence how long it lasts, or null: without an end
    record Word(Duration from, @Nullable Duration fence) {}

    /// Keeps a lease in the place of the last one.
    void keep(Word word);

    /// The last lease since the machine started, or null.
    @Nullable
    Word kept();

    /// Forgets with the process: for an agent in one process with its control plane, where neither outlives the other.
    static LastWord inMemory(Supplier<Duration> elapsed) {
        return new LastWord() {
            private @Nullable Word word;

            @Override
            public Duration elapsed() {
                return elapsed.get();
            }

            @Override
            public void keep(Word lease) {
                word = lease;
            }

            @Override
            public @Nullable Word kept() {
                return word;
            }
        };
    }
}
