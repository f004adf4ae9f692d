package berth.control.ecs.service;

import berth.control.Settings;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.instance.plan.Refusal;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.Service.Cause;
import berth.control.ecs.service.model.ServiceRevision;
import berth.control.ecs.service.plan.Copy;
import berth.control.ecs.service.plan.Phases;
import berth.control.ecs.service.plan.Situation;
import berth.control.ecs.service.plan.Step;
import berth.control.ecs.service.plan.Step.Why;
import berth.control.ecs.service.plan.TargetSight;
import berth.control.ecs.service.plan.Wording;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.task.plan.Launched;
import berth.control.ecs.task.plan.ProviderLauncher;
import berth.control.ecs.task.plan.TaskLauncher;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.FaultException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A look that starts and stops tasks of deployments.
abstract class StepPass extends Pass {
    /// How long until a start that found no room is tried again, if no host frees some earlier.
    static final Duration RETRY = Duration.ofSeconds(15);

    final Settings settings;
    final List<Deployment> deployments;
    Service service;

    /// @param deployments whose tasks are started and stopped, newest first
    StepPass(State state, Service service, List<Deployment> deployments, Settings settings, Context context) {
        super(state, service, context);
        this.service = service;
        this.settings = settings;
        this.deployments = new ArrayList<>(deployments);
    }

    /// Keeps the images that the first tasks of a revision got.
    final void pin() {
        List<Task> tasks = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
        for (Deployment deployment : deployments) {
            ServiceRevision revision = ServiceViews.revision(state, service, deployment.revision());
            TaskDefinition definition = TaskDefinitionViews.byName(state, deployment.taskDefinition());
            if (revision != null && definition != null) {
                ServiceRevision learned = Pins.learned(revision, definition, tasks, deployment.id());
                if (learned != revision) {
                    change(List.of(Change.put(ServiceViews.REVISIONS, learned)));
                }
            }
        }
    }

    final void launch(Step step, Situation situation) {
        boolean refused = false;
        if (step.start() > 0) {
            refused |= step.hosts().isEmpty() ? launch(0, step.start(), situation) : launchOn(step.hosts(), situation);
        }
        if (step.restart() > 0) {
            refused |= launch(situation.source(), step.restart(), situation);
        }
        boolean tried = step.start() + step.restart() > 0;
        boolean full = situation.copies().stream().filter(Copy::isNew).count() >= situation.desired();
        if (tried && !refused || !tried && full) {
            clear(Cause.PLACEMENT);
        }
    }

    /// Starts tasks of one deployment. Returns whether some found no place.
    final boolean launch(int position, int count, Situation situation) {
        Deployment deployment = deployments.get(position);
        try {
            Launched launched = ProviderLauncher.launch(
                    state,
                    ServiceLaunch.anywhere(
                            state, ClusterViews.active(state, service.cluster()), service, deployment, count),
                    deployment.workload().capacityProviderStrategy(),
                    situation.byProvider(position),
                    settings,
                    context);
            change(launched.changes());
            return launched(position, count, launched, situation);
        } catch (FaultException e) {
            refused(position, wording.failedToLaunch(e.fault().message()));
            return true;
        }
    }

    /// Starts a task of the PRIMARY deployment on each of these hosts. Returns whether some found no room.
    private boolean launchOn(List<String> hosts, Situation situation) {
        List<Task> tasks = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        List<String> help = List.of();
        try {
            Launch one = ServiceLaunch.anywhere(
                    state, ClusterViews.active(state, service.cluster()), service, deployments.getFirst(), 1);
            for (String host : hosts) {
                Launched launched = TaskLauncher.launch(state, one.at(host), settings, context);
                change(launched.changes());
                tasks.addAll(launched.tasks());
                refusals.addAll(launched.refusals());
                help = launched.help();
            }
        } catch (FaultException e) {
            refused(0, wording.failedToLaunch(e.fault().message()));
            return true;
        }
        return launched(0, hosts.size(), new Launched(List.of(), tasks, refusals, help), situation);
    }

    /// Says what came of a launch. Returns whether some tasks found no place.
    private boolean launched(int position, int count, Launched launched, Situation situation) {
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
        Deployment deployment = deployments.get(position);
        Instant last = deployment.monitor().refusedAt();
        if (last == null || !now.isBefore(last.plus(RETRY)) || now.isBefore(last)) {
            deployments.set(
                    position,
                    deployment
                            .failed(1, now)
                            .with(deployment.failed(1, now).monitor().refused(now), now));
        }
        say(Cause.PLACEMENT, message);
        look(now.plus(RETRY));
    }

    final void stop(Step step, ServiceSituation view) {
        List<Stopping> stopping = new ArrayList<>();
        for (Step.Stop one : step.stops()) {
            Task task = view.task(one.copy().id());
            int position = one.copy().deployment();
            if (position < deployments.size()) {
                deployments.set(position, afterStop(deployments.get(position), one.why()));
            }
            stopping.add(new Stopping(task, reason(one.why(), task, view)));
        }
        stop(stopping);
    }

    private Deployment afterStop(Deployment deployment, Why why) {
        Deployment after = why == Why.UNHEALTHY ? deployment.failed(1, now) : deployment;
        return after.primary() ? after : after.withDesired(Math.max(0, after.desiredCount() - 1), now);
    }

    private String reason(Why why, Task task, ServiceSituation view) {
        return switch (why) {
            case SCALING ->
                Wording.scaling(Objects.requireNonNullElse(task.spec().startedBy(), ""));
            case UNHEALTHY -> unhealthy(task, view.targets(task.id()));
            case DRAINING -> Wording.draining();
        };
    }

    private String unhealthy(Task task, List<TargetSight> targets) {
        if (Phases.containerFailed(
                task, TaskDefinitionViews.byName(state, task.spec().taskDefinition()))) {
            return Wording.unhealthy();
        }
        return targets.stream()
                .filter(target -> target.standing().failed())
                .findFirst()
                .map(target -> Wording.unhealthyTarget(target.targetGroupArn()))
                .orElseGet(Wording::unhealthy);
    }

    /// Says that tasks which would have to go are protected.
    final void sayHeld(List<Copy> held) {
        if (held.isEmpty()) {
            clear(Cause.PROTECTED);
        } else {
            String startedBy = Objects.requireNonNull(state.find(
                            TaskViews.TASKS,
                            service.cluster() + '/' + held.getFirst().id()))
                    .spec()
                    .startedBy();
            say(Cause.PROTECTED, wording.unableToScaleIn(Objects.requireNonNullElse(startedBy, "")));
        }
    }

    /// Says of each task what its load balancers find wrong.
    final void sayTargets(ServiceSituation view) {
        List<String> unhealthy = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Copy copy : view.situation().copies()) {
            String deployment =
                    Objects.requireNonNullElse(view.task(copy.id()).spec().startedBy(), "");
            for (TargetSight target :
                    copy.phase() == Copy.Phase.STOPPING ? List.<TargetSight>of() : view.targets(copy.id())) {
                switch (target.standing()) {
                    case UNHEALTHY -> {
                        if (copy.phase() == Copy.Phase.UNHEALTHY) {
                            unhealthy.add(wording.targetUnhealthy(copy.id(), target));
                        }
                    }
                    case TARGET_NOT_FOUND, TARGET_GROUP_NOT_FOUND ->
                        missing.add(wording.targetMissing(deployment, copy.id(), target));
                    case HEALTHY, AWAITED -> {
                        // There is nothing to say.
                    }
                }
            }
        }
        sayAll(Cause.TARGET_UNHEALTHY, unhealthy);
        sayAll(Cause.TARGET_MISSING, missing);
    }
}
