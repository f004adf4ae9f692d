package berth.control.ecs.task;

import berth.control.store.State;

/// Which services there are. The package that knows imports this one, so the assembly fills it in.
@FunctionalInterface
public interface ServiceNames {
    /// @param name `cluster/service`
    boolean exists(State state, String name);
}
