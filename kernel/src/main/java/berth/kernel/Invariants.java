package berth.kernel;

/// Assertions that are part of the program and stay on.
public final class Invariants {
    private Invariants() {}

    /// Fails with [IllegalStateException] unless `holds`. The message is formatted only on failure.
    public static void check(boolean holds, String message, @org.jspecify.annotations.Nullable Object... args) {
        if (!holds) {
            throw new IllegalStateException("invariant broken: " + String.format(message, args));
        }
    }
}
