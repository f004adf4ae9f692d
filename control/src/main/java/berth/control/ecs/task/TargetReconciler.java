package berth.control.ecs.task;

import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.plan.Drain;
import berth.control.ecs.task.plan.Registrations;
import berth.control.ecs.task.plan.TaskChanges;
import berth.control.ecs.task.plan.TaskLifecycle;
import berth.control.elb.ElbViews;
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

/// Takes the tasks that have target groups on where no report of their host does: registers what could not be
/// registered with the report, lets ACTIVATING tasks be RUNNING, and ends the draining of DEACTIVATING ones. Keys are
/// the names of tasks.
final class TargetReconciler implements Reconciler {
    @Override
    public String name() {
        return "task-targets";
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change.kind() == ElbViews.TARGETS) {
            state.ids(TaskViews.BY_TARGET, change.id()).forEach(wake);
        } else if (change.kind() == ElbViews.TARGET_GROUPS) {
            state.ids(TaskViews.BY_TARGET_GROUP, change.id()).forEach(wake);
        } else if (change.kind() == TaskViews.TARGETS
                || change.kind() == TaskViews.TASKS && state.find(TaskViews.TARGETS, change.id()) != null) {
            wake.accept(change.id());
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.all(TaskViews.TARGETS).stream().map(TaskTargets::name).toList();
    }

    @Override
    public Plan reconcile(State state, String key, Context context) {
        TaskTargets targets = state.find(TaskViews.TARGETS, key);
        if (targets == null) {
            return Plan.NOTHING;
        }
        Task task = state.find(TaskViews.TASKS, key);
        if (task == null || task.stopped() && !targets.untold()) {
            return Plan.of(List.of(Change.delete(TaskViews.TARGETS, key)));
        }
        List<Change> registrations = Registrations.follow(state, targets, task, context.now());
        if (!registrations.isEmpty()) {
            return Plan.of(registrations);
        }
        return switch (task.status().last()) {
            case ACTIVATING -> activate(state, targets, task, context.now());
            case DEACTIVATING -> drain(state, targets, task, context.now());
            case PROVISIONING, PENDING, RUNNING, STOPPING, DEPROVISIONING, STOPPED -> Plan.NOTHING;
        };
    }

    private static Plan activate(State state, TaskTargets targets, Task task, Instant now) {
        boolean ready = targets.allRegistered() && task.status().desired() == DesiredStatus.RUNNING;
        return ready ? step(state, task, TaskLifecycle.activated(task, now), now) : Plan.NOTHING;
    }

    private static Plan drain(State state, TaskTargets targets, Task task, Instant now) {
        Instant until = Drain.until(state, task, targets, now);
        return until == null
                ? step(state, task, TaskLifecycle.drained(task), now)
                : Plan.lookAgainAfter(Duration.between(now, until));
    }

    private static Plan step(State state, Task before, Task after, Instant now) {
        TaskChanges changes = new TaskChanges(state, now);
        changes.update(before, after);
        return Plan.of(changes.list());
    }
}
