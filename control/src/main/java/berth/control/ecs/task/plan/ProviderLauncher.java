package berth.control.ecs.task.plan;

import berth.control.Settings;
import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.plan.CapacityDistribution;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.plan.Refusal;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Launches tasks on the capacity providers of a strategy: each gets its share as [CapacityDistribution] says.
///
/// A share that finds no room is not given to another provider; the others get theirs all the same. FARGATE and
/// FARGATE_SPOT run on the same hosts. A provider of an Auto Scaling group places like launch type EC2, on the
/// container instances that have the group's name as the attribute [CapacityProvider#GROUP_ATTRIBUTE].
public final class ProviderLauncher {
    private ProviderLauncher() {}

    /// @param launch for its launch type where the strategy is empty
    /// @param has tasks by provider that count towards the shares
    /// @throws berth.kernel.FaultException as [TaskLauncher#launch]; ClientException if a provider is gone
    public static Launched launch(
            State state,
            Launch launch,
            List<CapacityProviderStrategyItem> strategy,
            SortedMap<String, Integer> has,
            Settings settings,
            Context context) {
        if (strategy.isEmpty()) {
            return TaskLauncher.launch(state, launch, settings, context);
        }
        if (launch.count() == 0) {
            return TaskLauncher.launch(state, next(state, launch, strategy, has), settings, context);
        }
        List<Change> changes = new ArrayList<>();
        List<Task> tasks = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        List<String> help = new ArrayList<>();
        State seen = state;
        for (Map.Entry<String, Integer> share :
                CapacityDistribution.shares(strategy, has, launch.count()).entrySet()) {
            Launch part = on(seen, launch, share.getKey()).withCount(share.getValue());
            Launched launched = TaskLauncher.launch(seen, part, settings, context);
            for (Change change : launched.changes()) {
                seen = seen.with(change);
            }
            changes.addAll(launched.changes());
            tasks.addAll(launched.tasks());
            refusals.addAll(launched.refusals());
            launched.help().stream().filter(one -> !help.contains(one)).forEach(help::add);
        }
        return new Launched(changes, tasks, refusals, help);
    }

    /// The same launch on the provider that is next.
    public static Launch next(
            State state, Launch launch, List<CapacityProviderStrategyItem> strategy, SortedMap<String, Integer> has) {
        return strategy.isEmpty() ? launch : on(state, launch, CapacityDistribution.next(strategy, has));
    }

    /// Tasks by provider; those that have none are left out.
    public static SortedMap<String, Integer> counts(List<Task> tasks) {
        SortedMap<String, Integer> counts = new TreeMap<>();
        for (Task task : tasks) {
            if (task.spec().capacityProvider() != null) {
                counts.merge(task.spec().capacityProvider(), 1, Integer::sum);
            }
        }
        return counts;
    }

    /// The same launch on this provider.
    ///
    /// @throws berth.kernel.FaultException ClientException if it is gone
    public static Launch on(State state, Launch launch, String name) {
        CapacityProvider provider = CapacityProviderViews.active(state, name);
        if (provider == null) {
            throw Fault.client("The specified capacity provider was not found. Specify a valid capacity provider and"
                            + " try again.")
                    .raise();
        }
        String group = provider.group();
        return group == null
                ? launch.on(name, LaunchType.FARGATE)
                : launch.on(name, LaunchType.EC2)
                        .with(new PlacementConstraint(
                                PlacementConstraint.Type.MEMBER_OF,
                                "attribute:%s == '%s'".formatted(CapacityProvider.GROUP_ATTRIBUTE, group)));
    }
}
