package berth.control.ecs.task;

import berth.control.ecs.instance.InstanceTasks;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.plan.Neighbours;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.plan.GroupNeighbours;
import berth.control.ecs.task.plan.TaskChanges;
import berth.control.ecs.task.plan.TaskLifecycle;
import berth.control.store.Change;
import berth.control.store.State;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The tasks of container instances, by the index that knows them.
final class TasksOfInstances implements InstanceTasks {
    @Override
    public Counts counts(State state, ContainerInstance instance) {
        List<Task> wanted = by(state, instance, DesiredStatus.RUNNING);
        long pending = wanted.stream()
                .filter(task -> task.status().last() == LastStatus.PENDING)
                .count();
        return new Counts(wanted.size(), (int) pending);
    }

    @Override
    public boolean any(State state, ContainerInstance instance) {
        return live(state, instance).findFirst().isPresent();
    }

    @Override
    public List<Change> deregister(State state, ContainerInstance instance, Instant now) {
        TaskChanges changes = new TaskChanges(state, now);
        live(state, instance).toList().forEach(task -> changes.update(task, TaskLifecycle.deregistered(task, now)));
        return changes.list();
    }

    private static Stream<Task> live(State state, ContainerInstance instance) {
        return Stream.of(DesiredStatus.RUNNING, DesiredStatus.STOPPED)
                .flatMap(desired -> by(state, instance, desired).stream())
                .filter(task -> !task.stopped());
    }

    private static List<Task> by(State state, ContainerInstance instance, DesiredStatus desired) {
        return state.by(
                TaskViews.TASKS,
                TaskViews.BY_INSTANCE,
                TaskViews.instanceKey(instance.cluster(), instance.id(), desired));
    }

    @Override
    public Neighbours neighbours(State state) {
        return GroupNeighbours.ofNone(state);
    }
}
