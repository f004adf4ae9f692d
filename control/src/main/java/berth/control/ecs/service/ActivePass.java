package berth.control.ecs.service;

import berth.control.Settings;
import berth.control.ecs.instance.plan.Membership;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.DeploymentConfiguration.CircuitBreaker;
import berth.control.ecs.service.model.Monitor.AlarmWatch;
import berth.control.ecs.service.model.Pace;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.Service.Cause;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Breaker;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.ecs.service.model.ServiceStatus;
import berth.control.ecs.service.plan.AlarmStates;
import berth.control.ecs.service.plan.Copy;
import berth.control.ecs.service.plan.DaemonFleet;
import berth.control.ecs.service.plan.DeploymentStrategy;
import berth.control.ecs.service.plan.DeploymentStrategy.Outcome;
import berth.control.ecs.service.plan.DeploymentStrategy.Scene;
import berth.control.ecs.service.plan.DeploymentStrategy.Turn;
import berth.control.ecs.service.plan.Failure;
import berth.control.ecs.service.plan.Pacing;
import berth.control.ecs.service.plan.Pacing.End;
import berth.control.ecs.service.plan.Pacing.Tally;
import berth.control.ecs.service.plan.RollBack;
import berth.control.ecs.service.plan.Step;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.reconcile.Plan;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A look at a service that is to keep its count: counts what ended, hears circuit breaker and alarms, asks the
/// strategy for one turn, takes it.
final class ActivePass extends StepPass {
    /// How often alarms are looked at while a deployment goes on.
    static final Duration ALARMS = Duration.ofSeconds(10);

    private final AlarmStates alarms;
    private List<String> inAlarm = List.of();
    private Pace pace;
    private @Nullable String completed;

    ActivePass(State state, Service service, Settings settings, AlarmStates alarms, Context context) {
        super(state, service, service.rollouts(), settings, context);
        this.alarms = alarms;
        this.pace = service.status().pace();
    }

    Plan plan() {
        stopSuperseded(service.status().serviceDeployment());
        muster();
        count();
        pin();
        ServiceSituation view = ServiceSituation.of(state, service, deployments, pace, settings, now);
        sayTargets(view);
        seeHealthy(view);
        hearAlarms();
        Turn turn = turn(view);
        change(turn.changes());
        launch(turn.step(), view.situation());
        if (!view.situation().mayStart()) {
            look(pace.notBefore());
        }
        stop(rebalancing(turn.step(), view), view);
        tellTargets();
        turn.events().forEach(this::event);
        look(turn.lookAgain());
        prune(turn.running());
        boolean steady = finish(turn);
        change(ServiceHistory.trim(state, service));
        view.settles().forEach(this::look);
        ServiceStatus after = service.status().with(deployments).with(pace).with(steady, List.of());
        return plan(service.with(completed == null ? after : after.withCompleted(completed)));
    }

    /// Counts the hosts of a DAEMON service, which is its desired count. All hosts become instances of its cluster.
    private void muster() {
        if (!service.spec().isDaemon()) {
            return;
        }
        change(Membership.missing(state, service.cluster(), context));
        int count = DaemonFleet.of(state, service).hosts().size();
        if (count != service.spec().desiredCount()) {
            service = service.with(service.spec().withDesiredCount(count));
        }
        if (count != deployments.getFirst().desiredCount()) {
            deployments.set(0, deployments.getFirst().withDesired(count, now));
        }
    }

    private Turn turn(ServiceSituation view) {
        DeploymentConfiguration configuration = service.spec().deployment();
        ServiceDeployment running = ServiceViews.current(state, service);
        Failure failure = Failure.of(
                deployments.getFirst(), running, configuration, service.spec().desiredCount(), inAlarm);
        return DeploymentStrategy.of(service, running, settings.minute())
                .turn(new Scene(
                        state,
                        service.with(service.status().with(deployments)),
                        running,
                        view.situation(),
                        failure,
                        bake(running),
                        context));
    }

    /// ECS: what bakeTimeInMinutes says, or else what the alarms need; a deployment that goes back isn't watched.
    private Duration bake(@Nullable ServiceDeployment running) {
        DeploymentConfiguration configuration = service.spec().deployment();
        if (running == null || running.status() == Status.ROLLBACK_IN_PROGRESS) {
            return Duration.ZERO;
        }
        if (configuration.bakeTimeInMinutes() != null) {
            return settings.minute().multipliedBy(configuration.bakeTimeInMinutes());
        }
        return configuration.alarms().enable()
                ? alarms.bakeTime(state, configuration.alarms().alarmNames())
                : Duration.ZERO;
    }

    /// What is left to be stopped beside what rebalancing does.
    private Step rebalancing(Step step, ServiceSituation view) {
        return new Rebalancing(this, service, deployments.getFirst(), settings)
                .turn(step, view, deployments.size() == 1);
    }

    /// Counts the tasks that ended since the last look, and says what that means.
    private void count() {
        Deployment primary = deployments.getFirst();
        List<Task> tasks = state.by(TaskViews.TASKS, TaskViews.BY_SERVICE, service.name());
        Tally tally = Pacing.count(pace, List.of(primary.id()), tasks, now);
        pace = tally.pace();
        tally.ended().forEach(this::failed);
        tally.ended().stream().filter(ended -> ended.end() != End.LIVED).forEach(this::giveUpInOldDeployment);
        say(Cause.IMPAIRED, pace.failures() >= Pacing.PATIENCE, wording.impaired());
        say(Cause.CRASHING, pace.crashes() >= Pacing.PATIENCE, wording.crashing());
        look(Pacing.survivedAt(pace, List.of(primary.id()), tasks));
    }

    /// A task that ended before it counted as healthy has failed.
    private void failed(Pacing.Ended ended) {
        Instant startedAt = ended.task().status().startedAt();
        boolean early = startedAt == null || ended.at().isBefore(startedAt.plus(settings.healthyAfter()));
        for (int i = 0; i < deployments.size(); i++) {
            Deployment deployment = deployments.get(i);
            boolean its = deployment.id().equals(ended.task().spec().startedBy());
            if (its && (early || ended.end() != End.LIVED)) {
                deployments.set(i, deployment.failed(1, now));
            }
        }
    }

    /// A task that became healthy ends the row of those that failed.
    private void seeHealthy(ServiceSituation view) {
        int healthy = (int) view.situation().copies().stream()
                .filter(copy -> copy.isNew() && copy.phase() == Copy.Phase.HEALTHY)
                .count();
        Deployment primary = deployments.getFirst();
        Deployment seen = healthy > primary.monitor().healthy() ? primary.withFailed(0, now) : primary;
        deployments.set(0, seen.with(seen.monitor().withHealthy(healthy), now));
    }

    /// ECS: an alarm that is in ALARM already when a deployment begins switches the watch off for this deployment.
    private void hearAlarms() {
        DeploymentConfiguration.Alarms wanted = service.spec().deployment().alarms();
        Deployment primary = deployments.getFirst();
        if (!wanted.enable() || primary.rollout() != Rollout.IN_PROGRESS) {
            return;
        }
        inAlarm = alarms.inAlarm(state, wanted.alarmNames());
        if (primary.monitor().alarms() == null) {
            AlarmWatch watch = inAlarm.isEmpty() ? AlarmWatch.WATCHED : AlarmWatch.IGNORED;
            deployments.set(0, primary.with(primary.monitor().with(watch), now));
        }
        look(now.plus(ALARMS));
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

    /// An older deployment stays until its last task has stopped. ECS: waiters count deployments.
    private void prune(@Nullable ServiceDeployment running) {
        List<Task> live = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
        List<Deployment> kept = new ArrayList<>();
        for (Deployment deployment : deployments) {
            boolean used = live.stream()
                    .anyMatch(task -> deployment.id().equals(task.spec().startedBy()));
            if (deployment.primary() || used || running != null && running.holds(deployment.id())) {
                kept.add(deployment);
            }
        }
        deployments.clear();
        deployments.addAll(kept);
    }

    /// Writes down how the deployment stands. Returns whether everything is as wanted.
    private boolean finish(Turn turn) {
        say(Cause.STUCK, turn.step().stuck(), wording.stuck());
        sayHeld(turn.step().held());
        ServiceDeployment running = turn.running() == null ? ServiceViews.current(state, service) : turn.running();
        return switch (turn.outcome()) {
            case Outcome.GoesOn() -> goesOn(running);
            case Outcome.Bakes(Instant until) -> bakes(running, until);
            case Outcome.Failed(Failure why) -> givenUp(running, why);
            case Outcome.Steady() -> isSteady(running);
        };
    }

    private boolean goesOn(@Nullable ServiceDeployment running) {
        clear(Cause.STEADY);
        keep(begun(running));
        return false;
    }

    private boolean bakes(@Nullable ServiceDeployment running, Instant until) {
        Deployment primary = deployments.getFirst();
        if (primary.monitor().bakingSince() == null) {
            deployments.set(0, primary.with(primary.monitor().bakingSince(now), now));
        }
        look(until);
        return goesOn(running);
    }

    private boolean givenUp(@Nullable ServiceDeployment running, Failure why) {
        clear(Cause.STEADY);
        RollBack back =
                RollBack.of(state, service.with(service.status().with(deployments)), running, why, inAlarm, context);
        service = back.service();
        pace = service.status().pace();
        deployments.clear();
        deployments.addAll(service.status().deployments());
        back.events().forEach(this::event);
        keep(back.running());
        return false;
    }

    private boolean isSteady(@Nullable ServiceDeployment running) {
        Deployment primary = deployments.getFirst();
        if (primary.rollout() == Rollout.IN_PROGRESS) {
            deployments.set(0, primary.completed(now));
            completed = primary.revision();
            event(wording.completed(primary.id()));
            keep(running == null ? null : succeeded(running, primary));
        }
        say(Cause.STEADY, wording.steady());
        return true;
    }

    private ServiceDeployment succeeded(ServiceDeployment running, Deployment primary) {
        if (running.status() == Status.ROLLBACK_IN_PROGRESS) {
            return running.with(Status.ROLLBACK_SUCCESSFUL, running.statusReason(), now);
        }
        CircuitBreaker breaker = service.spec().deployment().circuitBreaker();
        return running.with(Status.SUCCESSFUL, null, now)
                .with(
                        new Breaker(
                                false,
                                Failure.counted(primary, breaker),
                                breaker.failures(service.spec().desiredCount())),
                        List.of(),
                        now);
    }

    private @Nullable ServiceDeployment begun(@Nullable ServiceDeployment running) {
        return running != null && running.status() == Status.PENDING
                ? running.with(Status.IN_PROGRESS, null, now)
                : running;
    }

    private void keep(@Nullable ServiceDeployment running) {
        if (running != null && !running.equals(ServiceViews.current(state, service))) {
            change(List.of(Change.put(ServiceViews.DEPLOYMENTS, running)));
        }
    }
}
