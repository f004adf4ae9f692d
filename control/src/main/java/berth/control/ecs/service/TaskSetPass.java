package berth.control.ecs.service;

import berth.control.Settings;
import berth.control.ecs.service.model.Pace;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.Service.Cause;
import berth.control.ecs.service.model.ServiceStatus;
import berth.control.ecs.service.model.TaskSet;
import berth.control.ecs.service.model.TaskSet.Stability;
import berth.control.ecs.service.plan.Copy;
import berth.control.ecs.service.plan.Pacing;
import berth.control.ecs.service.plan.Step;
import berth.control.ecs.service.plan.TaskSetPlanner;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.reconcile.Plan;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;

/// A look at a service of the EXTERNAL controller: each task set is kept at its count. Nothing is rolled out and
/// nothing
/// rolled back, which is the business of whoever made the sets.
///
/// Starts that fail are paced for all sets together.
final class TaskSetPass extends StepPass {
    private final List<TaskSet> sets;
    private final List<Copy> held = new ArrayList<>();
    private Pace pace;

    TaskSetPass(State state, Service service, Settings settings, Context context) {
        super(state, service, service.rollouts(), settings, context);
        this.sets = new ArrayList<>(service.status().taskSets());
        this.pace = service.status().pace();
    }

    Plan plan() {
        if (!sets.isEmpty()) {
            count();
            pin();
            turn();
        }
        tellTargets();
        prune();
        boolean steady = stability();
        ServiceStatus after = service.status().withTaskSets(sets).with(pace).with(steady, List.of());
        return plan(service.with(after));
    }

    private void count() {
        List<Task> tasks = state.by(TaskViews.TASKS, TaskViews.BY_SERVICE, service.name());
        List<String> ids = sets.stream().map(TaskSet::id).toList();
        Pacing.Tally tally = Pacing.count(pace, ids, tasks, now);
        pace = tally.pace();
        say(Cause.IMPAIRED, pace.failures() >= Pacing.PATIENCE, wording.impaired());
        say(Cause.CRASHING, pace.crashes() >= Pacing.PATIENCE, wording.crashing());
        look(Pacing.survivedAt(pace, ids, tasks));
    }

    private void turn() {
        ServiceSituation view = ServiceSituation.of(state, service, deployments, pace, settings, now);
        sayTargets(view);
        List<Step.Stop> stops = new ArrayList<>();
        boolean tried = false;
        boolean refused = false;
        boolean full = true;
        for (int position = 0; position < sets.size(); position++) {
            TaskSet set = sets.get(position);
            int count = set.computed(service.spec().desiredCount());
            deployments.set(position, deployments.get(position).withDesired(count, now));
            Step step = TaskSetPlanner.plan(
                    view.situation(),
                    position,
                    count,
                    service.spec().deployment(),
                    set.deployment().workload().capacityProviderStrategy());
            if (step.start() > 0) {
                tried = true;
                refused |= launch(position, step.start(), view.situation());
            }
            full &= view.situation().wanted(position) >= count;
            stops.addAll(step.stops());
            held.addAll(step.held());
            steady(position, step.steady() && set.status() != TaskSet.Status.DRAINING);
        }
        if (tried && !refused || !tried && full) {
            clear(Cause.PLACEMENT);
        }
        if (!view.situation().mayStart()) {
            look(pace.notBefore());
        }
        stop(new Step(0, 0, stops, held, false, false), view);
        sayHeld(held);
        view.settles().forEach(this::look);
    }

    private void steady(int position, boolean steady) {
        TaskSet before = sets.get(position);
        TaskSet after = before.with(steady ? Stability.STEADY_STATE : Stability.STABILIZING, now);
        if (steady && after != before) {
            event(wording.steady(before.id()));
        }
        sets.set(position, after);
    }

    /// A set that was deleted goes with its last task.
    private void prune() {
        List<Task> live = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
        List<TaskSet> kept = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            TaskSet set = sets.get(i).with(deployments.get(i));
            boolean used =
                    live.stream().anyMatch(task -> set.id().equals(task.spec().startedBy()));
            if (used || set.status() != TaskSet.Status.DRAINING) {
                kept.add(set);
            }
        }
        sets.clear();
        sets.addAll(kept);
    }

    private boolean stability() {
        boolean steady = !sets.isEmpty() && sets.stream().allMatch(set -> set.stability() == Stability.STEADY_STATE);
        say(Cause.STEADY, steady, wording.steady());
        return steady;
    }
}
