package berth.control.ecs.service;

import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.Service.Cause;
import berth.control.ecs.service.model.Service.Said;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.ecs.service.model.ServiceEvents;
import berth.control.ecs.service.model.ServiceEvents.Event;
import berth.control.ecs.service.plan.Wording;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.model.TaskTargets.TaskTarget;
import berth.control.ecs.task.plan.TaskStop;
import berth.control.reconcile.Plan;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One look at a service: gathers changes, events and the time of the next look. Lives for one decision.
abstract class Pass {
    /// After this long an event that still holds is said again. ECS: six hours.
    static final Duration REPEATED = Duration.ofHours(6);

    final Context context;
    final Instant now;
    final Wording wording;
    private final Service before;
    private final List<Change> changes = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Said> said;
    private @Nullable Instant lookAgain;
    State state;

    Pass(State state, Service service, Context context) {
        this.state = state;
        this.before = service;
        this.context = context;
        this.now = context.now();
        this.wording = new Wording(service.serviceName());
        this.said = new ArrayList<>(service.status().said());
    }

    /// Adds changes; what is decided later in this pass sees them.
    final void change(List<Change> more) {
        for (Change change : more) {
            state = state.with(change);
            changes.add(change);
        }
    }

    final void event(String message) {
        events.addFirst(new Event(context.ids().uuid(), now, message));
    }

    /// Says something that holds, unless it was said and holds still.
    final void say(Cause cause, String message) {
        Said last = said(cause);
        Instant again = last == null ? now : last.at().plus(REPEATED);
        if (last == null || !last.message().equals(message) || !now.isBefore(again)) {
            event(message);
            clear(cause);
            said.add(new Said(cause, message, now));
            again = now.plus(REPEATED);
        }
        look(again);
    }

    /// Says something where it holds, as [#say(Cause, String)] does, and clears it where it doesn't.
    final void say(Cause cause, boolean holds, String message) {
        if (holds) {
            say(cause, message);
        } else {
            clear(cause);
        }
    }

    /// Says all that holds of one cause, each thing as [#say] does. What holds no more may be said again.
    final void sayAll(Cause cause, List<String> messages) {
        List<Said> standing = new ArrayList<>();
        for (String message : messages) {
            Said last = said.stream()
                    .filter(one -> one.cause() == cause && one.message().equals(message))
                    .findFirst()
                    .orElse(null);
            boolean again = last == null || !now.isBefore(last.at().plus(REPEATED));
            if (again) {
                event(message);
            }
            Said one = again || last == null ? new Said(cause, message, now) : last;
            look(one.at().plus(REPEATED));
            standing.add(one);
        }
        clear(cause);
        said.addAll(standing);
    }

    /// Says which targets were registered and deregistered since the last look, those of this one included.
    final void tellTargets() {
        LinkedHashMap<String, Integer> registered = new LinkedHashMap<>();
        LinkedHashMap<String, Integer> deregistered = new LinkedHashMap<>();
        LinkedHashMap<String, Integer> draining = new LinkedHashMap<>();
        for (TaskTargets targets : state.by(TaskViews.TARGETS, TaskViews.UNTOLD_BY_SERVICE, before.name())) {
            List<TaskTarget> untold =
                    targets.targets().stream().filter(one -> !one.told()).toList();
            for (TaskTarget target : untold) {
                var counts = target.phase() == TaskTargets.Phase.REGISTERED ? registered : deregistered;
                counts.merge(target.spec().targetGroupArn(), 1, Integer::sum);
            }
            Task task = state.find(TaskViews.TASKS, targets.name());
            String deployment = task == null ? null : task.spec().startedBy();
            if (deployment != null && untold.stream().anyMatch(one -> one.phase() == TaskTargets.Phase.DEREGISTERED)) {
                draining.merge(deployment, 1, Integer::sum);
            }
            change(List.of(Change.put(
                    TaskViews.TARGETS,
                    targets.with(
                            targets.targets().stream().map(TaskTarget::said).toList()))));
        }
        registered.forEach((group, count) -> event(wording.registered(count, group)));
        deregistered.forEach((group, count) -> event(wording.deregistered(count, group)));
        draining.forEach((deployment, count) -> event(wording.draining(deployment, count)));
    }

    final @Nullable Said said(Cause cause) {
        return said.stream().filter(one -> one.cause() == cause).findFirst().orElse(null);
    }

    final void clear(Cause cause) {
        said.removeIf(one -> one.cause() == cause);
    }

    final void look(@Nullable Instant at) {
        if (at != null && (lookAgain == null || at.isBefore(lookAgain))) {
            lookAgain = at;
        }
    }

    /// Ends the service deployments that go on although another one, or none, is the newest.
    final void stopSuperseded(@Nullable String newest) {
        for (ServiceDeployment one : state.by(ServiceViews.DEPLOYMENTS, ServiceViews.RUNNING, before.name())) {
            if (!one.id().equals(newest)) {
                change(List.of(
                        Change.put(ServiceViews.DEPLOYMENTS, one.with(Status.STOPPED, one.statusReason(), now))));
            }
        }
    }

    /// Stops tasks and says so.
    final void stop(List<Stopping> stopping) {
        List<String> running = new ArrayList<>();
        int pending = 0;
        for (Stopping one : stopping) {
            Task task = one.task();
            if (task.status().last() == LastStatus.RUNNING) {
                running.add(task.id());
            } else {
                pending++;
            }
            stop(one);
        }
        if (!running.isEmpty()) {
            event(wording.stoppedRunning(running));
        }
        if (pending > 0) {
            event(wording.stoppedPending(pending));
        }
    }

    /// Stops one task without a word.
    final void stop(Stopping one) {
        change(TaskStop.stop(state, one.task(), StopCode.SERVICE_SCHEDULER_INITIATED, one.reason(), now));
    }

    /// The plan, with the service's row if it changed and the events if there are new ones.
    final Plan plan(Service changed) {
        Service after = changed.with(changed.status().with(changed.status().steady(), said));
        if (!after.equals(before)) {
            changes.add(Change.put(ServiceViews.SERVICES, after));
        }
        if (!events.isEmpty()) {
            List<Event> all = new ArrayList<>(events);
            all.addAll(ServiceViews.events(state, before.name()));
            List<Event> kept = all.subList(0, Math.min(all.size(), ServiceEvents.KEPT));
            changes.add(Change.put(ServiceViews.EVENTS, new ServiceEvents(before.name(), kept)));
        }
        Duration wait = lookAgain == null ? null : Duration.between(now, lookAgain);
        return new Plan(changes, wait == null || wait.isPositive() ? wait : Duration.ofMillis(1));
    }

    /// A task to stop and the stoppedReason.
    record Stopping(Task task, String reason) {}
}
