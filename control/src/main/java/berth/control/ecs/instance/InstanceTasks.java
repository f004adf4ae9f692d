package berth.control.ecs.instance;

import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.store.State;

/// How many tasks a container instance has. The package that knows imports this one, so the assembly fills it
/// in.
@FunctionalInterface
public interface InstanceTasks {
    Counts counts(State state, ContainerInstance instance);

    /// @param running tasks with desiredStatus RUNNING, as ECS counts
    /// @param pending of these, those whose lastStatus is PENDING
    record Counts(int running, int pending) {}
}
