package berth.bench;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.instance.plan.Claim;
import berth.control.ecs.instance.plan.Constraints;
import berth.control.ecs.instance.plan.Demand;
import berth.control.ecs.instance.plan.PlacementPlanner;
import berth.control.ecs.instance.plan.Reservations;
import berth.control.ecs.task.plan.GroupNeighbours;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.store.State;
import berth.kernel.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// Placement on 5,000 container instances that have 1,000,000 tasks: choosing and reserving, without a commit, beside
/// a bare loop that does best fit over an index.
///
/// Each round starts from the same state, which is immutable, and throws its result away.
final class PlacementBenchmark {
    private static final int ROUND = 10_000;

    private final PlacementWorld world = new PlacementWorld();
    private final int tasks;
    private final int rounds;
    private final List<String> groups;

    PlacementBenchmark(int tasks, int rounds) {
        this.tasks = tasks;
        this.rounds = rounds;
        this.groups = IntStream.range(0, Math.max(1, tasks / 5_000))
                .mapToObj("service:s%04d"::formatted)
                .toList();
    }

    /// The lines of its report.
    List<String> run() throws Exception {
        List<String> lines = new ArrayList<>();
        long empty = Heap.used();
        long start = System.nanoTime();
        world.fill(tasks);
        double seconds = (System.nanoTime() - start) / 1e9;
        long full = Heap.used();
        lines.add(String.format(
                Locale.ROOT,
                "placement: %d tasks on %d instances were placed and recorded in %.1f s, %.1f us each; the state takes"
                        + " %d MiB of heap, %d bytes a task",
                tasks,
                PlacementWorld.INSTANCES,
                seconds,
                seconds * 1e6 / tasks,
                (full - empty) >> 20,
                (full - empty) / tasks));
        PlacementStrategy zones =
                new PlacementStrategy(PlacementStrategy.Type.SPREAD, "attribute:ecs.availability-zone");
        PlacementStrategy hosts = new PlacementStrategy(PlacementStrategy.Type.SPREAD, "instanceId");
        PlacementStrategy pack = new PlacementStrategy(PlacementStrategy.Type.BINPACK, "memory");
        List<PlacementConstraint> fast = PlacementWorld.fast();
        lines.add(line("placement: spread", List.of(zones, hosts), List.of()));
        lines.add(line("placement: binpack", List.of(zones, pack), List.of()));
        lines.add(line("placement: memberOf and spread", List.of(zones, hosts), fast));
        lines.add(line("placement: memberOf and binpack", List.of(zones, pack), fast));
        lines.add(recorded("placement: spread, with the task's record", List.of(zones, hosts)));
        return lines;
    }

    private String line(String name, List<PlacementStrategy> strategies, List<PlacementConstraint> constraints)
            throws Exception {
        Constraints parsed = Constraints.of(constraints);
        return Pairs.alternate(name, "thousand/s", 2, rounds, 0.1, true, () -> reserved(strategies, parsed), this::bare)
                .toString();
    }

    /// Thousands a second that are chosen and reserved.
    private double reserved(List<PlacementStrategy> strategies, Constraints constraints) {
        State state = world.state();
        long start = System.nanoTime();
        for (int i = 0; i < ROUND; i++) {
            Claim claim = claim(i);
            String group = groups.get(i % groups.size());
            Demand demand =
                    new Demand("bench", group, claim, null, List.of(), constraints, strategies, PlacementWorld.ACCOUNT);
            var choice = (PlacementPlanner.Choice.Placed)
                    PlacementPlanner.choose(state, demand, GroupNeighbours.of(state, "bench", group, false), i);
            var taken = InstanceViews.allocation(state, choice.host().id());
            state = state.with(Change.put(InstanceViews.ALLOCATIONS, Reservations.take(taken, claim)));
        }
        return perSecond(start);
    }

    private static Claim claim(int i) {
        int size = 1 + i % 7;
        return new Claim(new Resources(64 * size, 256 * size), List.of(), List.of());
    }

    private double bare() {
        BestFit fit = new BestFit(world.state());
        long start = System.nanoTime();
        for (int i = 0; i < ROUND; i++) {
            int size = 1 + i % 7;
            if (!fit.place(64 * size, 256 * size)) {
                throw new IllegalStateException("no room for task " + i);
            }
        }
        return perSecond(start);
    }

    /// The whole decision of a launch of 50 tasks: choice, reservation, the task's record and its indexes.
    private String recorded(String name, List<PlacementStrategy> strategies) throws Exception {
        return Pairs.alternate(
                        name,
                        "thousand/s",
                        2,
                        rounds,
                        0.01,
                        true,
                        () -> {
                            State state = world.state();
                            long start = System.nanoTime();
                            for (int i = 0; i < ROUND / 50; i++) {
                                TaskDefinition definition = PlacementWorld.definition(i % Math.max(1, tasks / 5_000));
                                var launched = world.launch(state, definition, 50, strategies, List.of());
                                state = state.with(launched.changes(), state.version() + 1);
                            }
                            return perSecond(start);
                        },
                        this::bare)
                .toString();
    }

    private static double perSecond(long start) {
        return ROUND / ((System.nanoTime() - start) / 1e9) / 1000;
    }
}
