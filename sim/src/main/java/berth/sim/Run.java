package berth.sim;

import berth.control.ControlPlane;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.TaskSet;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.store.State;
import berth.sim.Checkers.Checker;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// One seed from start to finish: chaos, then healing, then the insistence that all is well.
final class Run {
    static final int LEAST_EVENTS = 2_000;

    /// In a healed world everything settles within this: the longest stop (10 s), pull (40 s), rejoin (30 s) and
    /// resync (30 s), each twice, and a rollout of four tasks.
    static final Duration SETTLING = Duration.ofMinutes(5);

    /// @param events how many events ran
    /// @param hash of all commits in order
    record Outcome(long events, long hash, Coverage coverage, Checkers checkers) {}

    private Run() {}

    static Outcome of(long seed, World.Setup setup) {
        World world = new World(seed, setup);
        return of(world);
    }

    static Outcome of(World world) {
        Workload workload = new Workload(world);
        world.chaos().calm(true);
        world.start();
        world.run(Duration.ofSeconds(5));
        workload.prepare();
        workload.balance();
        world.run(Duration.ofSeconds(2));
        world.chaos().calm(false);
        while (world.timeline().steps() < LEAST_EVENTS
                || world.timeline().elapsed().getSeconds() < 90) {
            workload.go(Duration.ofSeconds(20));
            world.run(Duration.ofSeconds(20));
        }
        settle(world, workload);
        return new Outcome(world.timeline().steps(), world.disk().hash(), world.coverage(), world.checkers());
    }

    private static void settle(World world, Workload workload) {
        world.heal();
        world.run(Duration.ofSeconds(5));
        workload.mend();
        world.checkers().looked(Checker.CONVERGES);
        boolean converged = true;
        try {
            world.runUntil("every service is steady and nothing is left over", SETTLING, () -> settled(world));
        } catch (AssertionError e) {
            if (e instanceof Checkers.Violation) {
                throw e;
            }
            String what = Objects.toString(e.getMessage());
            world.checkers().broken(Checker.CONVERGES, what.lines().findFirst().orElse(what));
            converged = false;
        }
        world.run(Duration.ofSeconds(90));
        workload.recount();
        world.run(Duration.ofSeconds(1));
        world.checkers().settled(Objects.requireNonNull(world.control()).published());
        if (converged) {
            world.checkers().ended(Objects.requireNonNull(world.control()).published());
        }
        lines(world);
        State published = Objects.requireNonNull(world.control()).published();
        world.killAll();
        world.start();
        State reloaded = Objects.requireNonNull(world.control()).published();
        if (!reloaded.equals(published)) {
            world.checkers().broken(Checker.ACKNOWLEDGED_WRITES_KEPT, "the reloaded store differs from memory");
        }
    }

    private static boolean settled(World world) {
        ControlPlane control = world.control();
        if (control == null) {
            return false;
        }
        State state = control.published();
        for (Service service : state.all(ServiceViews.SERVICES)) {
            if (!steady(state, service)) {
                return false;
            }
        }
        return state.all(TaskViews.TASKS).stream()
                .allMatch(task -> task.stopped()
                        || (task.status().last() == LastStatus.RUNNING
                                && task.status().desired() == DesiredStatus.RUNNING));
    }

    private static boolean steady(State state, Service service) {
        List<Task> live = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
        return switch (service.status().state()) {
            case INACTIVE -> live.isEmpty();
            case DRAINING -> false;
            case ACTIVE ->
                service.spec().isExternal()
                        ? service.status().taskSets().stream().allMatch(set -> steady(set, service, live))
                        : service.status().deployments().size() == 1
                                && live.size() == service.spec().desiredCount();
        };
    }

    private static boolean steady(TaskSet set, Service service, List<Task> live) {
        long tasks = live.stream()
                .filter(task -> set.id().equals(task.spec().startedBy()))
                .count();
        return set.status() != TaskSet.Status.DRAINING
                && tasks == set.computed(service.spec().desiredCount());
    }

    /// Every line that a container of ours printed is stored once, in order.
    private static void lines(World world) {
        for (World.Host host : world.hosts()) {
            for (SimMachine.Container container : host.machine.containers()) {
                String group = container.request.labels().get(berth.agent.task.Labels.LOG_GROUP);
                String stream = container.request.labels().get(berth.agent.task.Labels.LOG_STREAM);
                if (group != null && stream != null) {
                    world.checkers().looked(Checker.LOG_LINES_ONCE_IN_ORDER);
                    List<String> printed =
                            container.lines.stream().map(SimMachine.Line::text).toList();
                    // A container that was removed before anybody heard of it is made again with the same stream.
                    List<String> stored = world.logs().messages(group, stream).stream()
                            .filter(line -> line.endsWith(container.mark()))
                            .toList();
                    if (!stored.equals(printed)) {
                        world.checkers()
                                .broken(
                                        Checker.LOG_LINES_ONCE_IN_ORDER,
                                        stream + " printed " + printed + ", stored are " + stored);
                    }
                }
            }
        }
    }
}
