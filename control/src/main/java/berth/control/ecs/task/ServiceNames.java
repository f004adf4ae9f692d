package berth.control.ecs.task;

import berth.control.store.State;
import java.util.OptionalInt;

/// Which services there are. The package that knows imports this one, so the assembly fills it in.
@FunctionalInterface
public interface ServiceNames {
    /// How many tasks a service is to have; empty where there is no such service.
    ///
    /// @param name `cluster/service`
    OptionalInt desiredCount(State state, String name);

    default boolean exists(State state, String name) {
        return desiredCount(state, name).isPresent();
    }
}
