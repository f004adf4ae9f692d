package berth.agent.engine;

/// What a container of the contract suite does. Each engine says with which command.
public sealed interface Program {
    /// Exits at once.
    record Exits(int code) implements Program {}

    /// Runs until it gets the stop signal, and exits by it: 143.
    record RunsUntilStopped() implements Program {}

    /// Runs and does not listen to the stop signal.
    record IgnoresStop() implements Program {}

    /// Takes more memory than any container of the suite is allowed.
    record ExceedsMemory() implements Program {}

    /// Prints `line 0`, `line 1` and so on, and exits with 0.
    record Prints(int lines) implements Program {}

    /// Prints `line 0` and so on, then runs until it is stopped.
    record PrintsAndRuns(int lines) implements Program {}

    /// Prints one line of so many times the letter x, then one of so many times y without an end, and exits with 0.
    record PrintsLongLines(int characters) implements Program {}
}
