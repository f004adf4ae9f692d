package berth.agent;

import berth.agent.engine.EngineContainer;

/// The processes below containers, for the one case in which the engine can't be asked: the lease has run out while it
/// does not answer.
@FunctionalInterface
public interface Processes {
    /// Kills everything in a container if its first process still is the one that the engine named. Does nothing
    /// where that can't be told or isn't permitted. Must not wait.
    void kill(EngineContainer container);
}
