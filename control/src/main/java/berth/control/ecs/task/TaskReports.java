package berth.control.ecs.task;

import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.plan.HostReports;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.plan.LiveTasks;
import berth.control.ecs.task.plan.Reasons;
import berth.control.ecs.task.plan.TaskChanges;
import berth.control.ecs.task.plan.TaskLifecycle;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.host.Observed;
import berth.kernel.host.ObservedTask;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/// Takes what hosts say into their tasks. A report that says nothing new changes nothing.
public final class TaskReports implements HostReports {
    @Override
    public List<Change> connected(State state, Host host, boolean connected, Instant now) {
        TaskChanges changes = new TaskChanges(state, now);
        for (Task task : LiveTasks.on(state, host.id())) {
            changes.update(task, TaskLifecycle.connected(task, connected, now));
        }
        return changes.list();
    }

    @Override
    public List<Change> lost(State state, Host host, Instant now) {
        TaskChanges changes = new TaskChanges(state, now);
        for (Task task : LiveTasks.on(state, host.id())) {
            changes.update(task, TaskLifecycle.lost(task, Reasons.hostLost(host.ec2InstanceId()), now));
        }
        return changes.list();
    }

    @Override
    public List<Change> removed(State state, Host host, Instant now) {
        TaskChanges changes = new TaskChanges(state, now);
        for (Task task : LiveTasks.on(state, host.id())) {
            changes.update(task, TaskLifecycle.deregistered(task, now));
        }
        return changes.list();
    }

    @Override
    public List<Change> observed(State state, Observed report, SortedSet<String> known, Context context) {
        TaskChanges changes = new TaskChanges(state, context.now());
        SortedSet<String> seen = new TreeSet<>();
        for (ObservedTask one : report.tasks()) {
            seen.add(one.arn());
            Task task = TaskViews.byArn(changes.state(), one.arn());
            if (task != null && task.spec().hostId().equals(report.hostId())) {
                changes.update(
                        task,
                        TaskLifecycle.observed(
                                task, definition(state, task), one, activates(state, task), context.now()));
            }
        }
        if (report.full()) {
            for (String arn : known) {
                Task task = seen.contains(arn) ? null : TaskViews.byArn(changes.state(), arn);
                if (task != null && task.spec().hostId().equals(report.hostId())) {
                    changes.update(task, TaskLifecycle.vanished(task, context.now()));
                }
            }
        }
        return changes.list();
    }

    /// ECS: with one target group a task is RUNNING at once.
    private static boolean activates(State state, Task task) {
        TaskTargets targets = state.find(TaskViews.TARGETS, task.name());
        return targets != null && targets.targets().size() > 1;
    }

    private static TaskDefinition definition(State state, Task task) {
        return Objects.requireNonNull(
                TaskDefinitionViews.byName(state, task.spec().taskDefinition()));
    }
}
