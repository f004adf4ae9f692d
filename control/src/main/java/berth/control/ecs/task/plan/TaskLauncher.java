package berth.control.ecs.task.plan;

import berth.control.Settings;
import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.model.CapacityProvider;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.instance.plan.Claim;
import berth.control.ecs.instance.plan.Constraints;
import berth.control.ecs.instance.plan.Demand;
import berth.control.ecs.instance.plan.Interfaces;
import berth.control.ecs.instance.plan.Membership;
import berth.control.ecs.instance.plan.PlacementPlanner;
import berth.control.ecs.instance.plan.Refusal;
import berth.control.ecs.instance.plan.Strategies;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.Attachment;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.Task.TaskSpec;
import berth.control.ecs.task.model.Task.TaskStatus;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.model.TaskTargets.TaskTarget;
import berth.control.ecs.task.model.WaitingTask;
import berth.control.ecs.taskdef.plan.Capabilities;
import berth.control.ecs.taskdef.plan.Notices;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.NetworkInterface;
import berth.control.vpc.model.Subnet;
import berth.kernel.Fault;
import berth.kernel.host.Interface;
import berth.kernel.host.NetworkMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes tasks: for RunTask and for services alike. Task, reservation and interface are one list of changes.
///
/// A task whose log group is missing is made all the same and is STOPPED at once, as ECS's tasks are that
/// fail to start: it reserves nothing and never gets to its host.
public final class TaskLauncher {
    /// ECS: what LATEST stands for on Linux.
    public static final String PLATFORM_VERSION = "1.4.0";

    private final Launch launch;
    private final Context context;
    private final LaunchMode mode;
    private final TaskNetwork network;
    private final List<String> help;
    private final @Nullable String platformVersion;
    private final TaskChanges changes;
    private final boolean fargate;
    private final Demand demand;
    private final boolean waits;
    private final @Nullable Task waiting;
    private final List<Task> tasks = new ArrayList<>();

    private TaskLauncher(State state, Launch launch, @Nullable Task waiting, Settings settings, Context context) {
        this.launch = launch;
        this.waiting = waiting;
        this.context = context;
        this.mode = LaunchMode.of(launch, settings);
        if (waiting == null) {
            ManagedVolumes.check(launch);
        }
        this.network = TaskNetwork.of(state, mode.network(), launch.network(), settings);
        this.help = new ArrayList<>(mode.help());
        this.help.addAll(network.help());
        this.help.addAll(Notices.of(launch.definition()));
        this.platformVersion = platformVersion(launch);
        this.changes = new TaskChanges(state, context.now());
        this.fargate = launch.launchType() == LaunchType.FARGATE;
        this.demand = demand();
        this.waits = waiting == null && launch.service() == null && launch.host() == null && onProviderThatWaits(state);
    }

    /// Places `launch.count()` tasks, as many as fit. With a count of 0 it only checks, and says what it
    /// would assume.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException where definition, launch type and
    ///     network do not go together, as ECS words it
    public static Launched launch(State state, Launch launch, Settings settings, Context context) {
        return new TaskLauncher(state, launch, null, settings, context).launch();
    }

    /// Places a task that waits for room, if there is some now.
    ///
    /// @return the task where it is placed, or why it waits on
    /// @throws berth.kernel.FaultException as [#launch], where something that it needs is gone
    public static Launched place(State state, Task waiting, WaitingTask needs, Settings settings, Context context) {
        Launch launch = WaitingRoom.launch(state, waiting, needs);
        return new TaskLauncher(state, launch, waiting, settings, context).launch();
    }

    private Launched launch() {
        if (launch.count() > 0 && launch.launchType() == LaunchType.EC2 && launch.host() == null) {
            Membership.missing(changes.state(), launch.cluster().name(), context)
                    .forEach(changes::add);
        }
        List<Refusal> refusals = List.of();
        while (tasks.size() < launch.count() && refusals.isEmpty()) {
            refusals = place();
        }
        return new Launched(changes.list(), tasks, refusals, help);
    }

    /// Makes one task, or says why not.
    private List<Refusal> place() {
        GroupNeighbours neighbours =
                GroupNeighbours.of(changes.state(), launch.cluster().name(), launch.group(), fargate);
        if (waits && WaitingRoom.isTaken(changes.state(), launch)) {
            // First come, first served.
            return await();
        }
        return switch (choose(neighbours)) {
            case PlacementPlanner.Choice.Refused refused when waits -> await();
            case PlacementPlanner.Choice.Refused(var refusals)
            when fargate -> List.of(new Refusal.NoCapacity(closest(refusals)));
            case PlacementPlanner.Choice.Refused(var refusals) ->
                refusals.isEmpty() ? List.of(new Refusal.NoInstances()) : refusals;
            case PlacementPlanner.Choice.Placed placed -> launchOn(placed);
        };
    }

    /// Accepts a task that has no room yet.
    private List<Refusal> await() {
        WaitingRoom.check(changes.state(), launch.cluster().name());
        Task task = task(context.ids().hex32(), null, null);
        changes.add(Change.put(
                TaskViews.WAITING,
                new WaitingTask(
                        task.cluster(), task.id(), launch.network(), launch.constraints(), launch.strategies())));
        changes.launch(task);
        tasks.add(task);
        return List.of();
    }

    private boolean onProviderThatWaits(State state) {
        String name = launch.capacityProvider();
        CapacityProvider provider = name == null ? null : CapacityProviderViews.active(state, name);
        return provider != null && provider.waits();
    }

    private PlacementPlanner.Choice choose(GroupNeighbours neighbours) {
        return launch.host() == null
                ? PlacementPlanner.choose(changes.state(), demand, neighbours, draw())
                : PlacementPlanner.at(changes.state(), demand, neighbours, launch.host());
    }

    private long draw() {
        boolean random =
                demand.strategies().stream().anyMatch(strategy -> strategy.type() == PlacementStrategy.Type.RANDOM);
        return random ? context.ids().rng().nextLong() : 0;
    }

    private Demand demand() {
        Claim claim = new Claim(
                mode.reserved(),
                TaskChanges.ports(mode.hostPorts(), "tcp"),
                TaskChanges.ports(mode.hostPorts(), "udp"));
        List<PlacementConstraint> constraints = new ArrayList<>(launch.constraints());
        constraints.addAll(launch.definition().placementConstraints());
        boolean anyZone = fargate || mode.network() != NetworkMode.AWSVPC;
        return new Demand(
                fargate ? null : launch.cluster().name(),
                launch.group(),
                claim,
                anyZone ? null : network.zones(),
                fargate ? List.of() : Capabilities.requiredAttributes(launch.definition()),
                launch.definition().architecture(),
                fargate ? Constraints.NONE : Constraints.of(constraints),
                strategies(),
                context.account());
    }

    private List<PlacementStrategy> strategies() {
        if (!launch.strategies().isEmpty()) {
            return launch.strategies();
        }
        return launch.service() == null || fargate ? Strategies.OF_TASKS : Strategies.OF_SERVICES;
    }

    private static @Nullable Refusal closest(List<Refusal> refusals) {
        return refusals.stream()
                .min(Comparator.comparingLong(Refusal::distance))
                .orElse(null);
    }

    private List<Refusal> launchOn(PlacementPlanner.Choice.Placed candidate) {
        String id = waiting == null ? context.ids().hex32() : waiting.id();
        TaskLogs.Missing missing = TaskLogs.missing(changes.state(), launch.definition());
        NetworkInterface eni = null;
        if (missing == null && mode.network() == NetworkMode.AWSVPC) {
            eni = claimInterface(candidate.host(), launch.cluster().name() + '/' + id);
            if (eni == null) {
                return List.of(noAddress(candidate));
            }
            changes.add(Change.put(VpcViews.NETWORK_INTERFACES, eni));
        }
        Task task = task(id, candidate, eni == null ? null : eni.networkInterface());
        if (missing == null) {
            TaskLogs.streams(changes, launch.definition(), id, context.now());
        } else {
            task = TaskLifecycle.neverStarted(
                    task, missing.container(), missing.reason(launch.launchType()), context.now());
        }
        if (waiting != null) {
            changes.add(Change.delete(TaskViews.WAITING, waiting.name()));
        }
        changes.launch(task);
        if (!task.stopped() && launch.service() != null && !launch.targets().isEmpty()) {
            changes.targets(new TaskTargets(
                    task.cluster(),
                    task.id(),
                    launch.service(),
                    launch.targets().stream().map(TaskTarget::waiting).toList()));
        }
        tasks.add(task);
        return List.of();
    }

    private Refusal noAddress(PlacementPlanner.Choice.Placed candidate) {
        String subnets =
                String.join(", ", network.subnets().stream().map(Subnet::id).toList());
        Refusal refusal = new Refusal.NoAddress(candidate.instanceArn(), subnets);
        return launch.launchType() == LaunchType.FARGATE ? new Refusal.NoCapacity(refusal) : refusal;
    }

    /// The subnet whose zone has the fewest tasks of the group, among those the one with a warm interface on
    /// the host, among those the first; the next one where a subnet is full.
    private @Nullable NetworkInterface claimInterface(Host host, String task) {
        State state = changes.state();
        List<Subnet> subnets = new ArrayList<>(network.subnets());
        if (launch.launchType() == LaunchType.EC2) {
            subnets.removeIf(subnet -> !subnet.zone().equals(host.zone()));
        }
        subnets.sort(Comparator.comparingInt(this::tasksInZone)
                .thenComparing(subnet -> Interfaces.warm(state, subnet, host.id()) == null));
        return subnets.stream()
                .map(subnet -> interfaceIn(state, subnet, host, task))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private int tasksInZone(Subnet subnet) {
        return GroupNeighbours.of(changes.state(), launch.cluster().name(), launch.group(), fargate)
                .inZone(subnet.zone());
    }

    private Optional<NetworkInterface> interfaceIn(State state, Subnet subnet, Host host, String task) {
        NetworkInterface warm = Interfaces.warm(state, subnet, host.id());
        if (warm != null) {
            return Optional.of(new NetworkInterface(warm.networkInterface(), host.id(), task));
        }
        Interfaces.Made made = Interfaces.make(state, subnet, host.id(), task, context.ids(), context.account());
        if (made == null) {
            return Optional.empty();
        }
        made.changes().forEach(changes::add);
        return Optional.of(made.eni());
    }

    /// @param candidate where it runs, or null for one that waits for room
    private Task task(String id, PlacementPlanner.Choice.@Nullable Placed candidate, @Nullable Interface eni) {
        Host host = candidate == null ? null : candidate.host();
        ContainerInstance instance = candidate == null ? null : candidate.instance();
        TaskSpec spec = new TaskSpec(
                launch.definition().name(),
                launch.group(),
                launch.startedBy(),
                launch.service(),
                launch.launchType(),
                launch.capacityProvider(),
                mode.network(),
                host == null ? TaskSpec.NOWHERE : host.id(),
                instance == null ? null : instance.id(),
                host == null ? "" : zone(host, eni),
                mode.reserved(),
                mode.limit(),
                mode.hostPorts(),
                eni == null ? null : new Attachment(context.ids().uuid(), eni),
                launch.overrides(),
                platformVersion,
                false,
                help,
                launch.clientToken(),
                waiting == null ? context.now() : waiting.spec().createdAt(),
                launch.imageDigests(),
                waiting == null
                        ? ManagedVolumes.of(changes.state(), launch, id, context)
                        : waiting.spec().volumes());
        TaskStatus accepted = accepted(host);
        return waiting == null
                ? new Task(launch.cluster().name(), id, spec, accepted, 1, null, launch.tags())
                : waiting.placed(spec, accepted);
    }

    /// ECS: a Fargate task is in the zone of its subnet, one on an instance in the instance's.
    private String zone(Host host, @Nullable Interface eni) {
        return launch.launchType() == LaunchType.EC2 || eni == null
                ? host.zone()
                : network.subnets().stream()
                        .filter(subnet -> subnet.id().equals(eni.subnetId()))
                        .map(Subnet::zone)
                        .findFirst()
                        .orElse(host.zone());
    }

    private TaskStatus accepted(@Nullable Host host) {
        boolean connected = host != null && host.connected();
        boolean provisions = host == null || mode.network() == NetworkMode.AWSVPC;
        return new TaskStatus(
                DesiredStatus.RUNNING,
                provisions ? LastStatus.PROVISIONING : LastStatus.PENDING,
                connected ? context.now() : null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                connected,
                waiting == null ? containers() : waiting.status().containers());
    }

    private List<TaskContainer> containers() {
        return launch.definition().containers().stream()
                .map(container ->
                        TaskContainer.pending(container.name(), context.ids().uuid(), container.essential()))
                .toList();
    }

    /// ECS: LATEST is 1.4.0 on Linux; EC2 has none.
    private static @Nullable String platformVersion(Launch launch) {
        String given = launch.platformVersion();
        if (launch.launchType() != LaunchType.FARGATE) {
            if (given != null) {
                throw Fault.invalidParameter("The platform version must be null when specifying an EC2 launch type.")
                        .raise();
            }
            return null;
        }
        if (given != null && !given.equals("LATEST") && !given.equals(PLATFORM_VERSION)) {
            throw Fault.of(
                            "PlatformUnknownException",
                            "The specified platform version does not exist: %s. Berth has %s, which LATEST stands for."
                                    .formatted(given, PLATFORM_VERSION))
                    .raise();
        }
        return PLATFORM_VERSION;
    }
}
