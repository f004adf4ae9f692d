package berth.sim;

import berth.agent.engine.EngineContainer.Status;
import berth.agent.task.Labels;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import berth.kernel.host.Ties.Condition;
import berth.kernel.host.Ties.Dependency;
import berth.sim.Checkers.Checker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// No container is started before what it depends on was there, by the machines' own truth.
///
/// ECS: those that log through the task's log router depend on its start, though no definition says so: it is stopped
/// once they are over.
final class OrderChecker {
    /// How soon an agent has looked at a container whose start it was told had failed.
    private static final Duration LOOKED_AT = Duration.ofSeconds(1);

    private final Checkers checkers;
    /// When each container was first seen to run.
    private final TreeMap<String, Instant> seen = new TreeMap<>();
    private final TreeSet<String> told = new TreeSet<>();
    /// Those that ever ran, by task and name: one that somebody removed meanwhile was there all the same.
    private final TreeMap<String, List<SimMachine.Container>> ran = new TreeMap<>();

    OrderChecker(Checkers checkers) {
        this.checkers = checkers;
    }

    /// A container runs: looked at once, just after it was started.
    void started(State state, SimMachine.Container container) {
        if (seen.putIfAbsent(container.shown.id(), checkers.now()) != null) {
            return;
        }
        String arn = arn(container);
        String name = name(container);
        ran.computeIfAbsent(arn + '/' + name, key -> new ArrayList<>()).add(container);
        Task task = task(state, arn);
        if (task == null) {
            return;
        }
        TaskDefinition definition = definition(state, task);
        for (Dependency on : definition.container(name).ties().dependsOn()) {
            checkers.looked(Checker.DEPENDENCIES_HOLD_AT_START);
            boolean holds = ran.getOrDefault(arn + '/' + on.container(), List.of()).stream()
                    .anyMatch(other -> holds(on.condition(), other));
            if (!holds) {
                checkers.broken(
                        Checker.DEPENDENCIES_HOLD_AT_START,
                        container + " was started before " + on.container() + " was " + on.condition());
            }
        }
        if (definition.container(name).logsThroughRouter()) {
            checkers.looked(Checker.ROUTER_IS_STARTED_FIRST);
            boolean there = definition.containers().stream()
                    .filter(other -> isRouter(definition, other.name()))
                    .anyMatch(other -> ran.containsKey(arn + '/' + other.name()));
            if (!there) {
                checkers.broken(Checker.ROUTER_IS_STARTED_FIRST, container + " was started before its log router");
            }
        }
    }

    /// A container runs: looked at once, just after it was told to stop.
    ///
    /// @param fenced whether its host may be fenced: then all is told to stop side by side
    void stopped(State state, SimMachine machine, SimMachine.Container router, boolean fenced) {
        if (!router.toldToStop || !told.add(router.shown.id())) {
            return;
        }
        String arn = arn(router);
        Task task = task(state, arn);
        // Of a task that is no more, an agent knows nothing but its containers.
        if (fenced || task == null || task.stopped() || !isRouter(definition(state, task), name(router))) {
            return;
        }
        checkers.looked(Checker.ROUTER_IS_STOPPED_LAST);
        for (SimMachine.Container other : machine.running()) {
            // An engine that says what isn't so, and one that was started too early, are other bugs. One that runs
            // though its start was said to have failed is not known to run at once.
            boolean counts = arn(other).equals(arn)
                    && isKnown(other)
                    && machine.shown(other).status() == Status.RUNNING
                    && !Objects.requireNonNull(other.shown.startedAt()).isBefore(router.shown.startedAt());
            if (counts && definition(state, task).container(name(other)).logsThroughRouter()) {
                checkers.broken(
                        Checker.ROUTER_IS_STOPPED_LAST, router + " was told to stop while " + other + " still runs");
            }
        }
    }

    private boolean isKnown(SimMachine.Container container) {
        Instant since = seen.get(container.shown.id());
        return since != null && !checkers.now().isBefore(since.plus(LOOKED_AT));
    }

    private static boolean isRouter(TaskDefinition definition, String name) {
        return definition.container(name).ties().firelens() != null;
    }

    private static String arn(SimMachine.Container container) {
        return String.valueOf(container.request.labels().get(Labels.TASK));
    }

    private static String name(SimMachine.Container container) {
        return String.valueOf(container.request.labels().get(Labels.CONTAINER));
    }

    private static @Nullable Task task(State state, String arn) {
        return state.find(TaskViews.TASKS, arn.substring(arn.indexOf('/') + 1));
    }

    private static TaskDefinition definition(State state, Task task) {
        return Objects.requireNonNull(
                TaskDefinitionViews.byName(state, task.spec().taskDefinition()));
    }

    private static boolean holds(Condition condition, SimMachine.Container other) {
        boolean exited = other.shown.status() == Status.EXITED;
        return switch (condition) {
            case START -> other.starts > 0;
            case COMPLETE -> exited;
            case SUCCESS -> exited && Objects.requireNonNullElse(other.shown.exitCode(), -1) == 0;
            case HEALTHY -> other.everHealthy;
        };
    }
}
