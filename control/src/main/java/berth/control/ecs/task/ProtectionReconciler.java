package berth.control.ecs.task;

import berth.control.ecs.task.model.Task;
import berth.control.reconcile.Plan;
import berth.control.reconcile.Reconciler;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// Ends the protection of tasks when it is over, which wakes their services. Key: `cluster/task`.
///
/// Nothing depends on its being on time: whoever reads a protection compares it with the time too.
final class ProtectionReconciler implements Reconciler {
    @Override
    public String name() {
        return "task-protection";
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change instanceof Change.Put<?> put
                && put.row() instanceof Task task
                && !task.stopped()
                && task.protectedUntil() != null) {
            wake.accept(task.name());
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.ids(TaskViews.PROTECTED, TaskViews.PROTECTED_KEY);
    }

    @Override
    public Plan reconcile(State state, String key, Context context) {
        Task task = state.find(TaskViews.TASKS, key);
        Instant until = task == null || task.stopped() ? null : task.protectedUntil();
        if (task == null || until == null) {
            return Plan.NOTHING;
        }
        Duration left = Duration.between(context.now(), until);
        return left.isPositive()
                ? Plan.lookAgainAfter(left)
                : Plan.of(List.of(Change.put(TaskViews.TASKS, task.withProtectedUntil(null))));
    }
}
