package berth.agent.engine;

/// The one answer to a call of the engine.
public sealed interface Reply<T> {
    record Done<T>(T value) implements Reply<T> {}

    record Failed<T>(EngineFault fault) implements Reply<T> {}

    static <T> Reply<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Reply<T> failed(EngineFault.Kind kind, String message) {
        return new Failed<>(new EngineFault(kind, message));
    }
}
