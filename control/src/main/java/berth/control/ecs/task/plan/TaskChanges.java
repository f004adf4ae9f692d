package berth.control.ecs.task.plan;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.plan.Claim;
import berth.control.ecs.instance.plan.Reservations;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.Attachment;
import berth.control.ecs.task.model.Task.HostPort;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.Task.TaskSpec;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.store.Change;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The changes of one decision about tasks, gathered so that a row that changes twice is written once, and
/// that later steps of the decision see the earlier ones.
///
/// Keeps the invariants that a task's reservation and interface are given back in the very commit that stops it, and
/// that it is registered with its target groups, and deregistered, in the very commit that makes it run or stop.
public final class TaskChanges {
    private final SequencedMap<String, Change> changes = new LinkedHashMap<>();
    private final Instant now;
    private State state;

    public TaskChanges(State state, Instant now) {
        this.state = state;
        this.now = now;
    }

    /// The state with all changes so far.
    public State state() {
        return state;
    }

    public void add(Change change) {
        state = state.with(change);
        changes.put(change.kind().name() + '\n' + change.id(), change);
    }

    /// Accepts a new task; takes what it reserves, unless it is stopped already.
    public void launch(Task task) {
        if (!task.stopped() && !task.isUnplaced()) {
            add(Change.put(
                    InstanceViews.ALLOCATIONS,
                    Reservations.take(
                            InstanceViews.allocation(state, task.spec().hostId()), claim(task.spec()))));
        }
        add(Change.put(TaskViews.TASKS, task));
    }

    /// Remembers the target groups that a new task is to be registered with.
    public void targets(TaskTargets targets) {
        add(Change.put(TaskViews.TARGETS, targets));
    }

    /// Asks a task to stop. A service's scheduler lets it serve what it has: its targets are drained first.
    ///
    /// @param reason shown as stoppedReason
    public void stop(Task task, StopCode code, String reason) {
        Task stopped = TaskLifecycle.stop(task, code, reason, now);
        TaskTargets targets = state.find(TaskViews.TARGETS, task.name());
        boolean drains = stopped != task
                && code == StopCode.SERVICE_SCHEDULER_INITIATED
                && targets != null
                && targets.anyRegistered();
        update(task, drains ? TaskLifecycle.draining(stopped) : stopped);
    }

    /// A task after a step of its life.
    ///
    /// @param before as it is in [#state]
    public void update(Task before, Task after) {
        if (after.equals(before)) {
            return;
        }
        if (after.stopped() && !before.stopped()) {
            giveBack(after);
        }
        add(Change.put(TaskViews.TASKS, after));
        TaskTargets targets = state.find(TaskViews.TARGETS, after.name());
        if (targets != null) {
            Registrations.follow(state, targets, after, now).forEach(this::add);
        }
    }

    private void giveBack(Task task) {
        TaskSpec spec = task.spec();
        if (task.isUnplaced()) {
            add(Change.delete(TaskViews.WAITING, task.name()));
            return;
        }
        add(Change.put(
                InstanceViews.ALLOCATIONS,
                Reservations.giveBack(InstanceViews.allocation(state, spec.hostId()), claim(spec))));
        Attachment attachment = spec.attachment();
        if (attachment != null) {
            add(Change.delete(
                    VpcViews.NETWORK_INTERFACES, attachment.networkInterface().id()));
        }
    }

    /// What a task takes of its host.
    static Claim claim(TaskSpec spec) {
        return new Claim(spec.reserved(), ports(spec.hostPorts(), "tcp"), ports(spec.hostPorts(), "udp"));
    }

    static List<Integer> ports(List<HostPort> ports, String protocol) {
        return ports.stream()
                .filter(port -> port.protocol().equals(protocol))
                .map(HostPort::port)
                .toList();
    }

    public List<Change> list() {
        return new ArrayList<>(changes.values());
    }
}
