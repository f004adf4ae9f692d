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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/// No container is started before what it depends on was there, by the machines' own truth.
final class OrderChecker {
    private final Checkers checkers;
    private final TreeSet<String> seen = new TreeSet<>();
    /// Those that ever ran, by task and name: one that somebody removed meanwhile was there all the same.
    private final TreeMap<String, List<SimMachine.Container>> ran = new TreeMap<>();

    OrderChecker(Checkers checkers) {
        this.checkers = checkers;
    }

    /// A container runs: looked at once, just after it was started.
    void started(State state, SimMachine.Container container) {
        if (!seen.add(container.shown.id())) {
            return;
        }
        String arn = String.valueOf(container.request.labels().get(Labels.TASK));
        String name = String.valueOf(container.request.labels().get(Labels.CONTAINER));
        ran.computeIfAbsent(arn + '/' + name, key -> new ArrayList<>()).add(container);
        Task task = state.find(TaskViews.TASKS, arn.substring(arn.indexOf('/') + 1));
        if (task == null) {
            return;
        }
        TaskDefinition definition = Objects.requireNonNull(
                TaskDefinitionViews.byName(state, task.spec().taskDefinition()));
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
