package berth.kernel;

import java.time.Duration;

/// A sequential executor with timers: tasks run one at a time, in the order in which they were given.
///
/// The server gives the writer and the agent a loop each, on a thread of its own; the simulator gives them all
/// the same virtual one. A task must not block.
public interface Loop {
    /// Runs `task` after all tasks given earlier. May be called from any thread.
    void execute(Runnable task);

    /// Runs `task` once, `delay` from now. Timers follow elapsed time, not the wall clock.
    Timer schedule(Duration delay, Runnable task);

    /// A scheduled task that has not run yet.
    @FunctionalInterface
    interface Timer {
        /// Stops the task from running. Has no effect once it ran.
        void cancel();
    }
}
