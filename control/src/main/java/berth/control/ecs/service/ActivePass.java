package berth.control.ecs.service;

import berth.control.Settings;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.Pace;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.Service.Cause;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.ecs.service.model.ServiceStatus;
import berth.control.ecs.service.plan.Copy;
import berth.control.ecs.service.plan.DeploymentStrategy;
import berth.control.ecs.service.plan.DeploymentStrategy.Outcome;
import berth.control.ecs.service.plan.DeploymentStrategy.Scene;
import berth.control.ecs.service.plan.DeploymentStrategy.Turn;
import berth.control.ecs.service.plan.Pacing;
import berth.control.ecs.service.plan.Pacing.End;
import berth.control.ecs.service.plan.Pacing.Tally;
import berth.control.ecs.service.plan.Situation;
import berth.control.ecs.service.plan.Step;
import berth.control.ecs.service.plan.Step.Why;
import berth.control.ecs.service.plan.Wording;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.plan.Launched;
import berth.control.ecs.task.plan.TaskLauncher;
import berth.control.reconcile.Plan;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.FaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A look at a service that is to keep its count: counts what ended, asks the planner for one step, takes it.
final class ActivePass extends Pass {
    /// How long until a start that found no room is tried again, if no host frees some earlier.
    static final Duration RETRY = Duration.ofSeconds(15);

    private final Service service;
    private final Settings settings;
    private final List<Deployment> deployments;
    private Pace pace;
    private @Nullable String completed;

    ActivePass(State state, Service service, Settings settings, Context context) {
        super(state, service, context);
        this.service = service;
        this.settings = settings;
        this.deployments = new ArrayList<>(service.status().deployments());
        this.pace = service.status().pace();
    }

    Plan plan() {
        stopSuperseded(service.status().serviceDeployment());
        count();
        ServiceSituation view = ServiceSituation.of(state, service, deployments, pace, settings, now);
        DeploymentStrategy strategy =
                DeploymentStrategy.of(service.spec().deployment().strategy());
        Turn turn = strategy.turn(new Scene(
                state,
                service.with(service.status().with(deployments)),
                ServiceViews.current(state, service),
                view.situation(),
                context));
        change(turn.changes());
        launch(turn.step(), view.situation());
        stop(turn.step(), view);
        turn.events().forEach(this::event);
        look(turn.lookAgain());
        prune();
        boolean steady = finish(turn);
        change(ServiceHistory.trim(state, service));
        view.settles().forEach(this::look);
        ServiceStatus after = service.status().with(deployments).with(pace).with(steady, List.of());
        return plan(completed == null ? after : after.withCompleted(completed));
    }

    /// Counts the tasks that ended since the last look, and says what that means.
    private void count() {
        Deployment primary = deployments.getFirst();
        List<Task> tasks = state.by(TaskViews.TASKS, TaskViews.BY_SERVICE, service.name());
        Tally tally = Pacing.count(pace, primary.id(), primary.failedTasks(), tasks, now);
        pace = tally.pace();
        deployments.set(0, primary.withFailed(tally.failedTasks(), now));
        tally.ended().stream().filter(ended -> ended.end() != End.LIVED).forEach(this::giveUpInOldDeployment);
        if (pace.failures() >= Pacing.PATIENCE) {
            say(Cause.IMPAIRED, wording.impaired());
        } else {
            clear(Cause.IMPAIRED);
        }
        if (pace.crashes() >= Pacing.PATIENCE) {
            say(Cause.CRASHING, wording.crashing());
        } else {
            clear(Cause.CRASHING);
        }
        look(Pacing.survivedAt(pace, primary.id(), tasks));
    }

    /// A task of an older revision that failed at once is not replaced by one of the same.
    private void giveUpInOldDeployment(Pacing.Ended ended) {
        for (int i = 1; i < deployments.size(); i++) {
            Deployment old = deployments.get(i);
            if (old.id().equals(ended.task().spec().startedBy())) {
                deployments.set(i, old.withDesired(Math.max(0, old.desiredCount() - 1), now));
            }
        }
    }

    private void launch(Step step, Situation situation) {
        boolean refused = false;
        if (step.start() > 0) {
            refused |= launch(0, step.start(), situation);
        }
        if (step.restart() > 0) {
            refused |= launch(situation.source(), step.restart(), situation);
        }
        boolean tried = step.start() + step.restart() > 0;
        boolean full = situation.copies().stream().filter(Copy::isNew).count() >= situation.desired();
        if (tried && !refused || !tried && full) {
            clear(Cause.PLACEMENT);
        }
        if (!situation.mayStart()) {
            look(pace.notBefore());
        }
    }

    /// Starts tasks of one deployment. Returns whether some found no place.
    private boolean launch(int position, int count, Situation situation) {
        Deployment deployment = deployments.get(position);
        Launched launched;
        try {
            launched = TaskLauncher.launch(
                    state,
                    ServiceLaunch.of(state, ClusterViews.active(state, service.cluster()), service, deployment, count),
                    settings,
                    context);
        } catch (FaultException e) {
            refused(position, wording.failedToLaunch(e.fault().message()));
            return true;
        }
        change(launched.changes());
        if (!launched.tasks().isEmpty()) {
            event(wording.started(launched.tasks().stream().map(Task::id).toList()));
        }
        sayHelp(position, launched.help());
        if (launched.tasks().size() == count) {
            return false;
        }
        // A task that is still stopping may be what is in the way: its end wakes this service again.
        boolean makingRoom = situation.copies().stream().anyMatch(copy -> copy.phase() == Copy.Phase.STOPPING);
        if (!makingRoom) {
            refused(position, wording.unplaced(launched.refusals()));
        }
        return true;
    }

    /// Says what relaxed mode did, each sentence once a deployment.
    private void sayHelp(int position, List<String> help) {
        Deployment deployment = deployments.get(position);
        List<String> fresh = help.stream()
                .filter(sentence -> !deployment.help().contains(sentence))
                .toList();
        if (!fresh.isEmpty()) {
            event(wording.helped(fresh));
            List<String> all = new ArrayList<>(deployment.help());
            all.addAll(fresh);
            deployments.set(position, deployment.withHelp(all, now));
        }
    }

    private void refused(int position, String message) {
        var last = said(Cause.PLACEMENT);
        if (last == null || !last.message().equals(message)) {
            Deployment deployment = deployments.get(position);
            deployments.set(position, deployment.withFailed(deployment.failedTasks() + 1, now));
        }
        say(Cause.PLACEMENT, message);
        look(now.plus(RETRY));
    }

    private void stop(Step step, ServiceSituation view) {
        List<Stopping> stopping = new ArrayList<>();
        for (Step.Stop one : step.stops()) {
            Task task = view.task(one.copy().id());
            int position = one.copy().deployment();
            if (position < deployments.size()) {
                deployments.set(position, afterStop(deployments.get(position), one.why()));
            }
            stopping.add(new Stopping(task, reason(one.why(), task)));
        }
        stop(stopping);
    }

    private Deployment afterStop(Deployment deployment, Why why) {
        Deployment after = why == Why.UNHEALTHY ? deployment.withFailed(deployment.failedTasks() + 1, now) : deployment;
        return after.primary() ? after : after.withDesired(Math.max(0, after.desiredCount() - 1), now);
    }

    private static String reason(Why why, Task task) {
        return switch (why) {
            case SCALING ->
                Wording.scaling(Objects.requireNonNullElse(task.spec().startedBy(), ""));
            case UNHEALTHY -> Wording.unhealthy();
        };
    }

    /// An older deployment stays until its last task has stopped. ECS: waiters count deployments.
    private void prune() {
        List<Task> live = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
        List<Deployment> kept = new ArrayList<>();
        for (Deployment deployment : deployments) {
            boolean used = live.stream()
                    .anyMatch(task -> deployment.id().equals(task.spec().startedBy()));
            if (deployment.primary() || used) {
                kept.add(deployment);
            }
        }
        deployments.clear();
        deployments.addAll(kept);
    }

    private void sayHeld(Step step) {
        if (step.held().isEmpty()) {
            clear(Cause.PROTECTED);
        } else {
            String startedBy = Objects.requireNonNull(state.find(
                            TaskViews.TASKS,
                            service.cluster() + '/' + step.held().getFirst().id()))
                    .spec()
                    .startedBy();
            say(Cause.PROTECTED, wording.unableToScaleIn(Objects.requireNonNullElse(startedBy, "")));
        }
    }

    private boolean finish(Turn turn) {
        if (turn.step().stuck()) {
            say(Cause.STUCK, wording.stuck());
        } else {
            clear(Cause.STUCK);
        }
        sayHeld(turn.step());
        ServiceDeployment running = turn.running() == null ? ServiceViews.current(state, service) : turn.running();
        boolean steady = switch (turn.outcome()) {
            case Outcome.GoesOn() -> false;
            case Outcome.Steady() -> true;
            case Outcome.Failed failed -> false;
        };
        if (!steady) {
            clear(Cause.STEADY);
            keep(running == null ? null : begun(running));
            return false;
        }
        Deployment primary = deployments.getFirst();
        if (primary.rollout() == Rollout.IN_PROGRESS) {
            deployments.set(0, primary.completed(now));
            completed = primary.revision();
            event(wording.completed(primary.id()));
            keep(running == null ? null : running.with(Status.SUCCESSFUL, null, now));
        }
        say(Cause.STEADY, wording.steady());
        return true;
    }

    private ServiceDeployment begun(ServiceDeployment running) {
        return running.status() == Status.PENDING ? running.with(Status.IN_PROGRESS, null, now) : running;
    }

    private void keep(@Nullable ServiceDeployment running) {
        if (running != null && !running.equals(ServiceViews.current(state, service))) {
            change(List.of(Change.put(ServiceViews.DEPLOYMENTS, running)));
        }
    }
}
