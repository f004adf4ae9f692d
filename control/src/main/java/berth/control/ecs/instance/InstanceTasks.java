package berth.control.ecs.instance;

import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.plan.Neighbours;
import berth.control.store.Change;
import berth.control.store.State;
import java.time.Instant;
import java.util.List;

/// The tasks of a container instance. The package that knows imports this one, so the assembly fills it in.
public interface InstanceTasks {
    Counts counts(State state, ContainerInstance instance);

    /// Whether it has a task that is not STOPPED.
    boolean any(State state, ContainerInstance instance);

    /// Every task of it that is not STOPPED is, because its instance is forced out of the cluster.
    List<Change> deregister(State state, ContainerInstance instance, Instant now);

    /// What expressions ask of the tasks on instances.
    Neighbours neighbours(State state);

    /// @param running tasks with desiredStatus RUNNING, as ECS counts
    /// @param pending of these, those whose lastStatus is PENDING
    record Counts(int running, int pending) {}
}
