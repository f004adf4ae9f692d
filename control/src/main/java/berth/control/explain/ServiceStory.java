package berth.control.explain;

import berth.control.Settings;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.instance.plan.Refusal;
import berth.control.ecs.service.ServiceLaunch;
import berth.control.ecs.service.ServiceSituation;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.Pace;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceEvents.Event;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.plan.Copy;
import berth.control.ecs.service.plan.DeploymentStrategy;
import berth.control.ecs.service.plan.DeploymentStrategy.Scene;
import berth.control.ecs.service.plan.Step;
import berth.control.ecs.service.plan.TaskCounts;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.plan.Launched;
import berth.control.ecs.task.plan.TaskLauncher;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.FaultException;
import berth.kernel.Ids;
import berth.kernel.Rng;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Tells of one service: what is wanted and what is there, and what each missing task waits for.
final class ServiceStory {
    static final int ENDS_TOLD = 3;
    static final int EVENTS_TOLD = 5;

    private final State state;
    private final Settings settings;
    private final Service service;
    private final Instant now;
    private final List<Task> live;
    private final List<String> lines = new ArrayList<>();

    ServiceStory(State state, Settings settings, Service service, Instant now) {
        this.state = state;
        this.settings = settings;
        this.service = service;
        this.now = now;
        this.live = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
    }

    List<String> tell() {
        ServiceSpec spec = service.spec();
        TaskCounts counts = TaskCounts.of(live);
        lines.add("Service %s in cluster %s is %s: desiredCount %d, runningCount %d, pendingCount %d."
                .formatted(
                        service.serviceName(),
                        service.cluster(),
                        service.status().state(),
                        spec.desiredCount(),
                        counts.running(),
                        counts.pending()));
        switch (service.status().state()) {
            case ACTIVE -> active(spec);
            case DRAINING -> {
                lines.add("It was deleted and becomes INACTIVE when its last task has stopped.");
                live.forEach(this::line);
            }
            case INACTIVE -> lines.add("It was deleted; its name is free again.");
        }
        events();
        return List.copyOf(lines);
    }

    private void active(ServiceSpec spec) {
        if (spec.isExternal()) {
            lines.addAll(new TaskSetStory(service, live).tell());
            live.forEach(this::line);
            ends();
            return;
        }
        lines.add("A deployment leaves at least %d healthy (%d %% of %d, rounded up) and has at most %s (%d %%, rounded"
                        .formatted(
                                spec.lowerBound(),
                                spec.minimumHealthyPercent(),
                                spec.desiredCount(),
                                Words.count(spec.upperBound(), "task"),
                                spec.maximumPercent())
                + " down).");
        service.status().deployments().forEach(this::deployment);
        List<Deployment> deployments = service.status().deployments();
        Pace pace = service.status().pace();
        ServiceSituation view = ServiceSituation.of(state, service, deployments, pace, settings, now);
        ServiceDeployment running = ServiceViews.current(state, service);
        lines.addAll(new DeploymentStory(service, running, view.situation(), settings.minute(), now).tell());
        Step step = turn(view, running);
        int missing = spec.desiredCount()
                - (int) view.situation().copies().stream()
                        .filter(copy -> copy.isNew() && copy.phase() != Copy.Phase.STOPPING)
                        .count();
        boolean failed = service.status().primary().rollout() == Rollout.FAILED;
        if (failed) {
            lines.add(
                    "The PRIMARY deployment has failed and starts nothing more: %s Another update-service begins anew."
                            .formatted(service.status().primary().rolloutReason()));
        } else if (missing > 0) {
            missing(missing, view, pace);
        }
        if (step.stuck()) {
            lines.add("The deployment is stuck: with these percents no task can be stopped and none be started. Raise"
                    + " maximumPercent or lower minimumHealthyPercent.");
        }
        Service.Said rebalancing = service.status().said(Service.Cause.REBALANCING);
        if (rebalancing != null) {
            lines.add(
                    "Since %s its tasks are evened out over its zones: some are started where there are few, then as many"
                                    .formatted(Words.at(rebalancing.at()))
                            + " are stopped where there are many. That is why there may be more than desiredCount says.");
        }
        step.held().forEach(copy -> held(view.task(copy.id())));
        ends();
        if (!failed && step.steady() && (running == null || running.status().terminal())) {
            lines.add("Everything is as wanted.");
        }
    }

    /// What the strategy of the deployment would do now.
    private Step turn(ServiceSituation view, @Nullable ServiceDeployment running) {
        return DeploymentStrategy.of(service, running, settings.minute())
                .turn(new Scene(state, service, running, view.situation(), null, Duration.ZERO, asking()))
                .step();
    }

    /// Nothing of what is made up with it is committed.
    private Context asking() {
        return new Context(now, new Ids(Rng.seeded(1)), Account.DEFAULT, "explain");
    }

    private void deployment(Deployment deployment) {
        TaskCounts counts = TaskCounts.of(live, deployment.id());
        lines.add("%s deployment %s of %s, %s: desiredCount %d, runningCount %d, pendingCount %d, failedTasks %d."
                .formatted(
                        deployment.primary() ? "PRIMARY" : "ACTIVE",
                        deployment.id(),
                        deployment.taskDefinition(),
                        deployment.rollout(),
                        deployment.desiredCount(),
                        counts.running(),
                        counts.pending(),
                        deployment.failedTasks()));
        live.stream()
                .filter(task -> deployment.id().equals(task.spec().startedBy()))
                .forEach(this::line);
        deployment.help().forEach(help -> lines.add("Help of relaxed mode: " + help));
    }

    private void line(Task task) {
        lines.add("  " + new TaskStory(state, settings, task, now).line());
    }

    private void held(Task task) {
        if (task.protectedUntil() != null) {
            lines.add("Task %s would be stopped now, but is protected until %s. It can be set free earlier: aws ecs"
                            .formatted(task.id(), Words.ahead(task.protectedUntil(), now))
                    + " update-task-protection --cluster %s --tasks %s --no-protection-enabled"
                            .formatted(task.cluster(), task.id()));
        }
    }

    private void missing(int missing, ServiceSituation view, Pace pace) {
        lines.add("%s of the PRIMARY deployment %s missing."
                .formatted(Words.count(missing, "task"), missing == 1 ? "is" : "are"));
        if (!pace.allows(now) && pace.notBefore() != null) {
            lines.add("The next start is at %s, because %s in a row %s."
                    .formatted(
                            Words.ahead(pace.notBefore(), now),
                            Words.count(Math.max(pace.failures(), pace.crashes()), "task"),
                            pace.failures() > 0 ? "never got to RUNNING" : "stopped within ten seconds of RUNNING"));
            return;
        }
        int room = view.situation().upper() - view.situation().copies().size();
        if (room <= 0) {
            lines.add(
                    "There may be %s at most, those that are stopping included, and there are %d: one must stop first."
                            .formatted(
                                    Words.count(view.situation().upper(), "task"),
                                    view.situation().copies().size()));
            return;
        }
        placement();
    }

    /// What placement says now.
    private void placement() {
        try {
            var cluster = ClusterViews.active(state, service.cluster());
            Launched tried = TaskLauncher.launch(
                    state,
                    ServiceLaunch.of(state, cluster, service, service.status().primary(), 1),
                    settings,
                    asking());
            if (tried.refusals().isEmpty()) {
                lines.add("There is room for one more; it is started now.");
                return;
            }
            lines.add("No host has room for one more task now:");
            tried.refusals().stream()
                    .sorted(Comparator.comparingLong(Refusal::distance))
                    .forEach(refusal -> lines.add("  " + Refusals.sentence(refusal)));
        } catch (FaultException e) {
            lines.add("It can't be launched: " + e.fault().message());
        }
    }

    private void ends() {
        state.by(TaskViews.TASKS, TaskViews.BY_SERVICE, service.name()).stream()
                .filter(Task::stopped)
                .filter(ServiceStory::unwanted)
                .sorted(Comparator.comparing(ServiceStory::endedAt).reversed())
                .limit(ENDS_TOLD)
                .forEach(task -> lines.addAll(new TaskStory(state, settings, task, now).end()));
    }

    private static boolean unwanted(Task task) {
        StopCode code = task.status().stopCode();
        return code != StopCode.SERVICE_SCHEDULER_INITIATED && code != StopCode.USER_INITIATED;
    }

    private static Instant endedAt(Task task) {
        return Objects.requireNonNullElse(task.status().stoppedAt(), task.spec().createdAt());
    }

    private void events() {
        List<Event> events = ServiceViews.events(state, service.name());
        if (!events.isEmpty()) {
            lines.add("Its last events:");
            events.stream()
                    .limit(EVENTS_TOLD)
                    .forEach(event -> lines.add("  " + Words.at(event.createdAt()) + ' ' + event.message()));
        }
    }
}
