package berth.bench;

import berth.control.Settings;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.task.model.Overrides;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.task.plan.Launched;
import berth.control.ecs.task.plan.TaskLauncher;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Ids;
import berth.kernel.Resources;
import berth.kernel.Rng;
import berth.kernel.host.ContainerSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// 5,000 container instances in three zones, and services of 5,000 tasks each on them, made by the shipped launcher
/// from a fixed seed.
final class PlacementWorld {
    static final int INSTANCES = 5_000;
    static final Account ACCOUNT = new Account("000000000000", "us-east-1");
    private static final int OF_A_SERVICE = 5_000;
    private static final Cluster CLUSTER = Cluster.of("bench", Cluster.Status.ACTIVE, Instant.EPOCH);
    private static final List<PlacementStrategy> BY_DEFAULT = List.of();
    private static final List<PlacementStrategy> PACKED = List.of(
            new PlacementStrategy(PlacementStrategy.Type.SPREAD, "attribute:ecs.availability-zone"),
            new PlacementStrategy(PlacementStrategy.Type.BINPACK, "memory"));

    private final Settings settings = Settings.STRICT;
    private long decisions;
    private State state = State.EMPTY;

    PlacementWorld() {
        put(Change.put(ClusterViews.CLUSTERS, CLUSTER));
        Rng rng = Rng.seeded(1, "placement", 1);
        for (int i = 0; i < INSTANCES; i++) {
            String id = "h%04d".formatted(i);
            // 64 or 96 vCPU with 4 GiB each; a tenth of the instances has fast disks.
            int cores = rng.chance(0.5) ? 64 : 96;
            put(Change.put(InstanceViews.HOSTS, host(id, cores, "us-east-1" + "abc".charAt(i % 3))));
            put(Change.put(
                    InstanceViews.CONTAINER_INSTANCES,
                    new ContainerInstance(
                            CLUSTER.name(),
                            new Ids(rng).hex32(),
                            id,
                            ContainerInstance.Status.ACTIVE,
                            Instant.EPOCH,
                            attributes(rng),
                            1)));
        }
    }

    private static SortedMap<String, String> attributes(Rng rng) {
        TreeMap<String, String> attributes = new TreeMap<>();
        attributes.put("disk", rng.chance(0.1) ? "fast" : "slow");
        return attributes;
    }

    private static Host host(String id, int cores, String zone) {
        return new Host(
                id,
                id,
                new Resources(cores * 1024, cores * 4096),
                List.of(22, 2375, 2376, 51678, 51679),
                "x86_64",
                "20.10.24",
                "0.1.0",
                zone,
                1,
                "127.0.0.1",
                null,
                true,
                Instant.EPOCH,
                null);
    }

    private void put(Change change) {
        state = state.with(change);
    }

    State state() {
        return state;
    }

    /// Adds services until there are so many tasks; every fourth packs, every fortieth wants fast disks.
    void fill(int tasks) {
        for (int service = 0; service * OF_A_SERVICE < tasks; service++) {
            TaskDefinition definition = definition(service);
            put(Change.put(TaskDefinitionViews.TASK_DEFINITIONS, definition));
            int left = Math.min(OF_A_SERVICE, tasks - service * OF_A_SERVICE);
            while (left > 0) {
                int count = Math.min(50, left);
                Launched launched = launch(
                        state,
                        definition,
                        count,
                        service % 4 == 3 ? PACKED : BY_DEFAULT,
                        service % 40 == 39 ? fast() : List.of());
                if (launched.tasks().size() != count) {
                    throw new IllegalStateException("no room for task " + count + " of service " + service + ": "
                            + launched.refusals().getFirst());
                }
                state = state.with(launched.changes(), state.version() + 1);
                left -= count;
            }
        }
    }

    static List<PlacementConstraint> fast() {
        return List.of(new PlacementConstraint(PlacementConstraint.Type.MEMBER_OF, "attribute:disk == fast"));
    }

    Launched launch(
            State from,
            TaskDefinition definition,
            int count,
            List<PlacementStrategy> strategies,
            List<PlacementConstraint> constraints) {
        return TaskLauncher.launch(
                from,
                new Launch(
                        CLUSTER,
                        definition,
                        count,
                        LaunchType.EC2,
                        null,
                        "service:" + definition.family(),
                        "ecs-svc/" + definition.family(),
                        definition.family(),
                        Overrides.NONE,
                        null,
                        constraints,
                        strategies,
                        null,
                        null,
                        List.of()),
                settings,
                new Context(Instant.EPOCH, new Ids(Rng.seeded(2, "launch", ++decisions)), ACCOUNT, "bench"));
    }

    /// 64 to 448 CPU units and 256 to 1,792 MiB.
    static TaskDefinition definition(int service) {
        int size = 1 + service % 7;
        return new TaskDefinition(
                "s%04d".formatted(service),
                1,
                TaskDefinition.Status.ACTIVE,
                List.of(container(64 * size, 256 * size)),
                null,
                null,
                null,
                List.of(),
                List.of("EC2"),
                null,
                null,
                Instant.EPOCH,
                "bench",
                null);
    }

    private static ContainerDefinition container(int cpu, @Nullable Integer memory) {
        return new ContainerDefinition(
                "main",
                "nginx",
                cpu,
                memory,
                null,
                true,
                List.of(),
                null,
                null,
                new ArrayList<>(),
                null,
                null,
                null,
                ContainerSettings.NONE);
    }
}
