package berth.agent.engine;

/// Something happened on the engine.
public sealed interface EngineEvent {

    /// A container of this installation changed (create, start, die, oom, health, destroy): inspect it.
    record Changed(String engineId) implements EngineEvent {}

    /// A container of this installation is gone.
    record Removed(String engineId) implements EngineEvent {}

    /// Events may have been missed: list again.
    record Missed() implements EngineEvent {}

    /// The engine cannot be reached; [Missed] follows when it can again.
    record Unreachable(String message) implements EngineEvent {}
}
