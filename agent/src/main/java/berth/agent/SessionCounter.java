package berth.agent;

/// Counts the starts of this host's agent. Kept in the agent's data directory.
@FunctionalInterface
public interface SessionCounter {
    /// A number greater than every one given before, also before a crash.
    long next();
}
