package berth.control.ecs.taskdef;

import berth.control.store.State;

/// What uses a revision. The nouns that know import this package, so the assembly fills it in.
@FunctionalInterface
public interface DefinitionUses {
    /// Whether a task that can still be described, a service, a deployment or a task set has it.
    ///
    /// @param definition `family:revision`
    boolean uses(State state, String definition);
}
