package berth.control.ecs.task;

import berth.control.Settings;
import berth.control.dispatch.Calls;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.task.model.Overrides;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.task.plan.Launched;
import berth.control.ecs.task.plan.TaskLauncher;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.control.ecs.taskdef.model.ContainerDefinition.PortMapping;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.store.State;
import berth.control.vpc.DefaultVpc;
import berth.control.vpc.model.Network;
import berth.kernel.Resources;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.NetworkMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cluster `c`, hosts and task definitions for tests, in a state of their own.
public final class TaskWorld {
    public static final Instant NOW = Calls.NOW;

    public final Calls calls = new Calls();

    public TaskWorld() {
        put(Change.put(ClusterViews.CLUSTERS, cluster()));
        calls.commit(DefaultVpc.bootstrap(state(), calls.context()));
    }

    public State state() {
        return calls.state();
    }

    public void put(Change change) {
        calls.commit(List.of(change));
    }

    public static Cluster cluster() {
        return Cluster.of("c", Cluster.Status.ACTIVE, NOW);
    }

    /// A connected host in us-east-1a with 2048 CPU units and 4096 MiB.
    public TaskWorld host(String id) {
        return host(host(id, new Resources(2048, 4096), true));
    }

    public TaskWorld host(Host host) {
        put(Change.put(InstanceViews.HOSTS, host));
        return this;
    }

    public static Host host(String id, Resources capacity, boolean connected) {
        return new Host(
                id,
                "machine-" + id,
                capacity,
                List.of(22, 51678),
                "x86_64",
                "20.10.24",
                "0.1.0",
                "us-east-1a",
                1,
                "127.0.0.1",
                null,
                connected,
                NOW,
                connected ? null : NOW);
    }

    public TaskDefinition define(TaskDefinition definition) {
        put(Change.put(TaskDefinitionViews.TASK_DEFINITIONS, definition));
        return definition;
    }

    /// The definition of the main job: one container, 256 CPU units, 512 MiB, host port 80, no network mode.
    public TaskDefinition sample() {
        return define(definition("sample-task", null, null, null, List.of(web(80))));
    }

    /// One that Fargate takes: awsvpc, 256 CPU units, 512 MiB.
    public TaskDefinition fargate() {
        return define(new TaskDefinition(
                "fargate",
                1,
                TaskDefinition.Status.ACTIVE,
                List.of(web(80)),
                NetworkMode.AWSVPC,
                256,
                512,
                List.of("FARGATE"),
                List.of("EC2", "FARGATE"),
                null,
                null,
                NOW,
                Calls.CALLER,
                null));
    }

    public static TaskDefinition definition(
            String family,
            @Nullable NetworkMode mode,
            @Nullable Integer cpu,
            @Nullable Integer memory,
            List<ContainerDefinition> containers) {
        return new TaskDefinition(
                family,
                1,
                TaskDefinition.Status.ACTIVE,
                containers,
                mode,
                cpu,
                memory,
                List.of(),
                List.of("EC2"),
                null,
                null,
                NOW,
                Calls.CALLER,
                null);
    }

    public static ContainerDefinition web(@Nullable Integer hostPort) {
        return container("web", true, 256, 512, List.of(new PortMapping(80, hostPort, "tcp")), null);
    }

    public static ContainerDefinition container(
            String name,
            boolean essential,
            int cpu,
            @Nullable Integer memory,
            List<PortMapping> ports,
            @Nullable LogConfiguration log) {
        return new ContainerDefinition(
                name,
                "nginx",
                cpu,
                memory,
                null,
                essential,
                ports,
                null,
                null,
                List.of(),
                null,
                null,
                log,
                ContainerSettings.NONE);
    }

    public Launch launch(TaskDefinition definition, LaunchType type, int count) {
        return launch(definition, type, count, null);
    }

    public Launch launch(TaskDefinition definition, LaunchType type, int count, @Nullable Network network) {
        return new Launch(
                cluster(),
                definition,
                count,
                type,
                network,
                "family:" + definition.family(),
                null,
                null,
                Overrides.NONE,
                null,
                null);
    }

    /// Decides and commits.
    public Launched commit(Launch launch) {
        return commit(launch, Settings.RELAXED);
    }

    public Launched commit(Launch launch, Settings settings) {
        Launched launched = TaskLauncher.launch(state(), launch, settings, calls.context());
        calls.commit(launched.changes());
        return launched;
    }
}
