package berth.control.ecs.service;

import berth.control.Settings;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.DeploymentConfiguration.CircuitBreaker;
import berth.control.ecs.service.model.Pace;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.Service.Cause;
import berth.control.ecs.service.plan.Checks;
import berth.control.ecs.service.plan.Copy;
import berth.control.ecs.service.plan.Copy.Phase;
import berth.control.ecs.service.plan.Failure;
import berth.control.ecs.service.plan.Phases;
import berth.control.ecs.service.plan.Probation;
import berth.control.ecs.service.plan.Situation;
import berth.control.ecs.service.plan.TargetSight;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the planner needs to know of a service, read from the state; the same for a decision and for explaining it.
///
/// @param tasks the tasks behind the copies, by id
/// @param sights how the targets of each task are, by the task's id
/// @param settles when time alone changes how far a task is
public record ServiceSituation(
        Situation situation,
        TreeMap<String, Task> tasks,
        TreeMap<String, List<TargetSight>> sights,
        List<Instant> settles) {

    /// What a task of this service is judged by, as the service stands.
    public static Checks checks(State state, @Nullable Service service, Task task, Settings settings) {
        return checks(
                state,
                service,
                task,
                service == null || service.rollouts().isEmpty()
                        ? settings.healthyAfter()
                        : Probation.of(
                                service, service.rollouts(), service.status().pace(), settings.healthyAfter()));
    }

    private static Checks checks(State state, @Nullable Service service, Task task, Duration healthyAfter) {
        Integer grace = service == null ? null : service.spec().options().healthCheckGracePeriodSeconds();
        return new Checks(healthyAfter, Duration.ofSeconds(grace == null ? 0 : grace), TargetSight.of(state, task));
    }

    /// ECS: the highest threshold that isn't asked for by name. A higher one is come to at the usual pace.
    static final int MOST_UNPACED = 200;

    /// @param deployments newest first
    public static ServiceSituation of(
            State state, Service service, List<Deployment> deployments, Pace pace, Settings settings, Instant now) {
        TreeMap<String, Optional<TaskDefinition>> definitions = new TreeMap<>();
        TreeMap<String, Task> tasks = new TreeMap<>();
        List<Copy> copies = new ArrayList<>();
        TreeMap<String, List<TargetSight>> sights = new TreeMap<>();
        List<Instant> settles = new ArrayList<>();
        Duration healthyAfter = Probation.of(service, deployments, pace, settings.healthyAfter());
        for (Task task : state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name())) {
            TaskDefinition definition = definitions
                    .computeIfAbsent(
                            task.spec().taskDefinition(),
                            name -> Optional.ofNullable(TaskDefinitionViews.byName(state, name)))
                    .orElse(null);
            Checks checks = checks(state, service, task, healthyAfter);
            Phase phase = Phases.of(task, definition, checks, now);
            if (phase == Phase.SETTLING) {
                add(settles, Phases.settledAt(task, definition, checks));
                add(settles, Phases.graceEndsAt(task, definition, checks));
            }
            sights.put(task.id(), checks.targets());
            tasks.put(task.id(), task);
            copies.add(new Copy(
                    task.id(),
                    position(deployments, task),
                    phase,
                    task.spec().zone(),
                    task.spec().hostId(),
                    task.spec().createdAt(),
                    task.isProtected(now),
                    leaving(state, task),
                    task.spec().capacityProvider()));
        }
        int source = source(deployments);
        Situation situation = new Situation(
                service.spec().desiredCount(),
                service.spec().lowerBound(),
                service.spec().upperBound(),
                pace.allows(now) || untilTheBreakerTrips(service, deployments),
                service.status().said(Cause.PLACEMENT) == null,
                source,
                source < 0 ? 0 : deployments.get(source).desiredCount(),
                deployments.getFirst().workload().capacityProviderStrategy(),
                copies);
        return new ServiceSituation(situation, tasks, sights, settles);
    }

    /// A deployment whose circuit breaker will stop it soon need not be slowed down: it is to come to its threshold.
    private static boolean untilTheBreakerTrips(Service service, List<Deployment> deployments) {
        CircuitBreaker breaker = service.spec().deployment().circuitBreaker();
        Deployment primary = deployments.getFirst();
        int failures = Failure.counted(primary, breaker);
        return breaker.enable()
                && primary.rollout() == Rollout.IN_PROGRESS
                && failures < breaker.failures(service.spec().desiredCount())
                && failures < MOST_UNPACED;
    }

    private static boolean leaving(State state, Task task) {
        String id = task.spec().containerInstance();
        ContainerInstance instance =
                id == null ? null : state.find(InstanceViews.CONTAINER_INSTANCES, task.cluster() + '/' + id);
        return instance != null && instance.status() == ContainerInstance.Status.DRAINING;
    }

    public Task task(String id) {
        return Objects.requireNonNull(tasks.get(id));
    }

    /// How its targets are.
    public List<TargetSight> targets(String id) {
        return Objects.requireNonNull(sights.get(id));
    }

    private static void add(List<Instant> times, @Nullable Instant at) {
        if (at != null) {
            times.add(at);
        }
    }

    private static int position(List<Deployment> deployments, Task task) {
        for (int i = 0; i < deployments.size(); i++) {
            if (deployments.get(i).id().equals(task.spec().startedBy())) {
                return i;
            }
        }
        // A task of a deployment that is gone is as old as can be.
        return deployments.size();
    }

    private static int source(List<Deployment> deployments) {
        for (int i = 1; i < deployments.size(); i++) {
            if (deployments.get(i).rollout() == Rollout.COMPLETED) {
                return i;
            }
        }
        return -1;
    }
}
