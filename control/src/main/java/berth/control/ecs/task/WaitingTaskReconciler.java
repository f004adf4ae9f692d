package berth.control.ecs.task;

import berth.control.Settings;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.instance.plan.Refusal;
import berth.control.ecs.task.model.Overrides;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.Task.TaskSpec;
import berth.control.ecs.task.model.WaitingTask;
import berth.control.ecs.task.plan.Launched;
import berth.control.ecs.task.plan.TaskLauncher;
import berth.control.ecs.task.plan.TaskStop;
import berth.control.reconcile.Plan;
import berth.control.reconcile.Reconciler;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.model.Network;
import berth.kernel.FaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Places tasks that wait for room on their capacity provider, those that wait longest first. Keys are clusters.
///
/// A look places every task that fits; of tasks that want the same, the first that finds no room speaks for all behind
/// it. Whoever waits for 15 minutes is stopped.
///
/// ECS: between 10 and 30 minutes, then TaskFailedToStart with what was lacking.
final class WaitingTaskReconciler implements Reconciler {
    /// Attributes, constraints and quotas change without a task or an instance changing.
    static final Duration RETRY = Duration.ofSeconds(15);

    private final Settings settings;

    WaitingTaskReconciler(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "waiting-tasks";
    }

    @Override
    public void wakes(State state, Change change, Consumer<String> wake) {
        if (change instanceof Change.Put<?> put) {
            switch (put.row()) {
                case WaitingTask waiting -> wake.accept(waiting.cluster());
                case Task task when task.stopped() -> keys(state).forEach(wake);
                case ContainerInstance instance -> wake.accept(instance.cluster());
                case Host host when host.connected() -> keys(state).forEach(wake);
                default -> {}
            }
        }
    }

    @Override
    public Collection<String> keys(State state) {
        return state.keys(TaskViews.WAITING_BY_CLUSTER);
    }

    @Override
    public Plan reconcile(State state, String key, Context context) {
        List<Task> waiting = state.ids(TaskViews.WAITING_BY_CLUSTER, key).stream()
                .map(name -> Objects.requireNonNull(state.find(TaskViews.TASKS, name)))
                .sorted(Comparator.comparing((Task task) -> task.spec().createdAt())
                        .thenComparing(Task::id))
                .toList();
        List<Change> changes = new ArrayList<>();
        Set<Wish> unmet = new LinkedHashSet<>();
        State seen = state;
        for (Task task : waiting) {
            List<Change> step = step(seen, task, unmet, context);
            changes.addAll(step);
            seen = seen.with(step, seen.version());
        }
        boolean left = seen.count(TaskViews.WAITING_BY_CLUSTER, key) > 0;
        return left ? new Plan(changes, RETRY) : Plan.of(changes);
    }

    private List<Change> step(State state, Task task, Set<Wish> unmet, Context context) {
        WaitingTask needs = Objects.requireNonNull(state.find(TaskViews.WAITING, task.name()));
        boolean late = !context.now().isBefore(task.spec().createdAt().plus(TaskViews.LONGEST_WAIT));
        Wish wish = Wish.of(task.spec(), needs);
        if (!late && unmet.contains(wish)) {
            return List.of();
        }
        try {
            Launched launched = TaskLauncher.place(state, task, needs, settings, context);
            if (!launched.tasks().isEmpty()) {
                return launched.changes();
            }
            unmet.add(wish);
            return late ? stop(state, task, lack(launched.refusals()), context) : List.of();
        } catch (FaultException e) {
            return stop(state, task, e.fault().message(), context);
        }
    }

    private static List<Change> stop(State state, Task task, String reason, Context context) {
        return TaskStop.stop(state, task, StopCode.TASK_FAILED_TO_START, reason, context.now());
    }

    /// ECS: the reason of a failure entry of the instance that comes closest; EMPTY CAPACITY PROVIDER where there is
    /// none.
    private static String lack(List<Refusal> refusals) {
        return refusals.stream()
                .filter(refusal -> !(refusal instanceof Refusal.NoInstances))
                .min(Comparator.comparingLong(Refusal::distance))
                .map(Refusal::reason)
                .orElse("EMPTY CAPACITY PROVIDER");
    }

    /// What tasks have in common of which one speaks for the others.
    private record Wish(
            String taskDefinition,
            String group,
            @Nullable String capacityProvider,
            Overrides overrides,
            @Nullable Network network,
            List<PlacementConstraint> constraints,
            List<PlacementStrategy> strategies) {
        static Wish of(TaskSpec spec, WaitingTask needs) {
            return new Wish(
                    spec.taskDefinition(),
                    spec.group(),
                    spec.capacityProvider(),
                    spec.overrides(),
                    needs.network(),
                    needs.constraints(),
                    needs.strategies());
        }
    }
}
