package berth.control.ecs.service;

import berth.control.Settings;
import berth.control.dispatch.Calls;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.ContainerInstance;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.service.api.CreateService;
import berth.control.ecs.service.api.DeleteService;
import berth.control.ecs.service.api.DescribeServices;
import berth.control.ecs.service.api.UpdateService;
import berth.control.ecs.service.model.ServiceEvents.Event;
import berth.control.ecs.service.plan.AlarmStates;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.Task.TaskStatus;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.task.plan.TaskChanges;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.PortMapping;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.reconcile.Plan;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.Subnet;
import berth.control.vpc.model.Vpc;
import berth.kernel.Ids;
import berth.kernel.Resources;
import berth.kernel.Rng;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Health;
import berth.kernel.host.HealthCheck;
import berth.kernel.host.PortBinding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// The service `web` of cluster `c` on one host, with the real reconciler and launcher; the test is the host.
public final class ServiceWorld {
    public static final Instant T0 = Instant.parse("2026-01-01T12:00:00Z");

    public final Settings settings;
    public State state;
    public Instant now = T0;
    public @Nullable Duration lookAgain;
    /// Alarms that are in ALARM, and how long the alarms of a deployment are watched after it.
    public final TreeSet<String> inAlarm = new TreeSet<>();

    public Duration bakeTime = Duration.ZERO;
    private final AlarmStates alarms = new AlarmStates() {
        @Override
        public List<String> inAlarm(State state, List<String> names) {
            return names.stream().filter(inAlarm::contains).toList();
        }

        @Override
        public Duration bakeTime(State state, List<String> names) {
            return bakeTime;
        }
    };
    private final ServiceReconciler reconciler;
    private final TreeMap<String, Integer> ports = new TreeMap<>();
    private long decisions;

    public ServiceWorld(Settings settings) {
        this(settings, new Resources(65536, 65536));
    }

    public ServiceWorld(Settings settings, Resources capacity) {
        this.settings = settings;
        this.reconciler = new ServiceReconciler(settings, alarms);
        this.state = State.EMPTY.with(
                List.of(
                        Change.put(ClusterViews.CLUSTERS, Cluster.of("c", Cluster.Status.ACTIVE, T0)),
                        Change.put(InstanceViews.HOSTS, host("h1", capacity)),
                        Change.put(VpcViews.VPCS, new Vpc("vpc-1", "172.31.0.0/16", true)),
                        Change.put(
                                VpcViews.SUBNETS, new Subnet("subnet-1", "vpc-1", "172.31.0.0/20", "us-east-1a", true)),
                        definition("sample-task", 1, false, 0),
                        definition("sample-task", 2, false, 0),
                        definition("checked", 1, true, 0),
                        definition("static", 1, false, 8080)),
                1);
    }

    public static Host host(String id, Resources capacity) {
        return host(id, capacity, "us-east-1a");
    }

    private static Host host(String id, Resources capacity, String zone) {
        return new Host(
                id, "box", capacity, List.of(22), "x86_64", "20.10", "1", zone, 1, "127.0.0.1", null, true, T0, null);
    }

    public static Change definition(String family, int revision, boolean checked, int hostPort) {
        HealthCheck check = checked
                ? new HealthCheck(List.of("CMD", "curl"), Duration.ofSeconds(5), Duration.ofSeconds(2), 3, null)
                : null;
        ContainerDefinition web = new ContainerDefinition(
                "web",
                "nginx",
                256,
                512,
                null,
                true,
                List.of(new PortMapping(80, hostPort, "tcp")),
                null,
                null,
                List.of(),
                check,
                null,
                null,
                ContainerSettings.NONE);
        return Change.put(
                TaskDefinitionViews.TASK_DEFINITIONS,
                new TaskDefinition(
                        family,
                        revision,
                        TaskDefinition.Status.ACTIVE,
                        List.of(web),
                        null,
                        null,
                        null,
                        List.of(),
                        List.of("EC2"),
                        null,
                        null,
                        T0,
                        "me",
                        null));
    }

    public Context context() {
        return new Context(now, new Ids(Rng.seeded(1, "test", ++decisions)), Calls.ACCOUNT, Calls.CALLER);
    }

    public void create(String definition, int count, int minimum, int maximum) {
        call(
                new CreateService(settings),
                CreateServiceRequest.builder()
                        .cluster("c")
                        .serviceName("web")
                        .taskDefinition(definition)
                        .desiredCount(count)
                        .deploymentConfiguration(
                                d -> d.minimumHealthyPercent(minimum).maximumPercent(maximum))
                        .build());
    }

    /// A Fargate service in whatever subnets the default VPC has.
    public void createOnFargate(int count) {
        call(
                new CreateService(settings),
                CreateServiceRequest.builder()
                        .cluster("c")
                        .serviceName("web")
                        .taskDefinition("sample-task:1")
                        .desiredCount(count)
                        .launchType("FARGATE")
                        .build());
    }

    /// A second host, which is a container instance of the cluster.
    public void instanceIn(String zone) {
        commit(List.of(
                Change.put(InstanceViews.HOSTS, host("h2", new Resources(65536, 65536), zone)),
                Change.put(
                        InstanceViews.CONTAINER_INSTANCES,
                        ContainerInstance.registered("c", "2".repeat(32), "h2", now))));
    }

    /// A default subnet in zone `us-east-1b` and so on.
    public void subnet(int number, String zone) {
        commit(List.of(Change.put(
                VpcViews.SUBNETS,
                new Subnet("subnet-" + number, "vpc-1", "172.31.%d.0/20".formatted(16 * (number - 1)), zone, true))));
    }

    public void update(java.util.function.Consumer<UpdateServiceRequest.Builder> with) {
        call(
                new UpdateService(settings),
                UpdateServiceRequest.builder()
                        .cluster("c")
                        .service("web")
                        .applyMutation(with)
                        .build());
    }

    public void delete() {
        call(
                new DeleteService(),
                DeleteServiceRequest.builder()
                        .cluster("c")
                        .service("web")
                        .force(true)
                        .build());
    }

    public <Q extends SdkPojo, R extends SdkPojo> R call(Operation.Write<Q, R> operation, Q request) {
        Outcome<R> outcome = operation.handle(request, state, context());
        commit(outcome.changes());
        return outcome.result();
    }

    public void commit(List<? extends Change> changes) {
        state = state.with(changes, state.version() + 1);
    }

    /// One decision.
    public Plan look() {
        Plan plan = reconciler.reconcile(state, "c/web", context());
        commit(plan.changes());
        lookAgain = plan.lookAgain();
        return plan;
    }

    /// Decisions until nothing more is to be done now.
    public void settle() {
        for (int i = 0; i < 50; i++) {
            if (look().changes().isEmpty()) {
                return;
            }
        }
        throw new AssertionError("the reconciler does not come to rest; events: " + messages());
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    public List<Task> tasks() {
        return state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, "c/web");
    }

    public List<Task> tasks(DesiredStatus desired, LastStatus last) {
        return tasks().stream()
                .filter(task ->
                        task.status().desired() == desired && task.status().last() == last)
                .toList();
    }

    public List<Task> running() {
        return tasks(DesiredStatus.RUNNING, LastStatus.RUNNING);
    }

    /// Every task that is on its way gets to RUNNING.
    public void start() {
        tasks().stream()
                .filter(task -> task.status().desired() == DesiredStatus.RUNNING
                        && task.status().last().compareTo(LastStatus.RUNNING) < 0)
                .forEach(this::run);
    }

    public void run(Task task) {
        become(task, DesiredStatus.RUNNING, LastStatus.RUNNING, null, Health.UNKNOWN);
    }

    public void health(Task task, Health health) {
        become(task, DesiredStatus.RUNNING, LastStatus.RUNNING, null, health);
    }

    /// Protects a task for a time, which zero ends.
    public void protect(Task task, Duration time) {
        Task known = Objects.requireNonNull(state.find(TaskViews.TASKS, task.name()));
        commit(List.of(Change.put(TaskViews.TASKS, known.withProtectedUntil(now.plus(time)))));
    }

    /// A task ends by itself and is gone at once.
    public void die(Task task, StopCode code) {
        become(task, DesiredStatus.STOPPED, LastStatus.STOPPED, code, Health.UNKNOWN);
    }

    /// A task ends by itself and still stops.
    public void dying(Task task) {
        become(task, DesiredStatus.STOPPED, LastStatus.STOPPING, StopCode.ESSENTIAL_CONTAINER_EXITED, Health.UNKNOWN);
    }

    /// Every task that is to stop has stopped.
    public void stop() {
        tasks().stream()
                .filter(task -> task.status().desired() == DesiredStatus.STOPPED)
                .forEach(task -> become(
                        task,
                        DesiredStatus.STOPPED,
                        LastStatus.STOPPED,
                        task.status().stopCode(),
                        Health.UNKNOWN));
    }

    private void become(Task task, DesiredStatus desired, LastStatus last, @Nullable StopCode code, Health health) {
        TaskStatus before = task.status();
        boolean runs = last == LastStatus.RUNNING;
        List<TaskContainer> containers = before.containers().stream()
                .map(container -> new TaskContainer(
                        container.name(),
                        container.id(),
                        container.essential(),
                        runs ? TaskContainer.Status.RUNNING : TaskContainer.Status.STOPPED,
                        null,
                        null,
                        runs ? null : Integer.valueOf(1),
                        null,
                        runs ? now : null,
                        runs ? null : now,
                        health,
                        health == Health.UNHEALTHY ? "curl: (7) Failed to connect" : null,
                        bindings(task, container)))
                .toList();
        Instant startedAt = before.startedAt() == null && runs ? now : before.startedAt();
        boolean asked = desired == DesiredStatus.STOPPED && before.stoppingAt() == null;
        Task after = task.with(new TaskStatus(
                desired,
                last,
                before.connectivityAt(),
                before.pullStartedAt(),
                before.pullStoppedAt(),
                startedAt,
                asked ? now : before.stoppingAt(),
                desired == DesiredStatus.STOPPED ? now : null,
                last == LastStatus.STOPPED ? now : null,
                code,
                code == null
                        ? null
                        : Objects.requireNonNullElse(before.stoppedReason(), "Essential container in task exited"),
                true,
                containers));
        TaskChanges changes = new TaskChanges(state, now);
        changes.update(task, after);
        commit(changes.list());
    }

    /// A port of the host for each task, so that a target group of type `instance` can have it.
    private List<PortBinding> bindings(Task task, TaskContainer container) {
        if (!container.bindings().isEmpty()) {
            return container.bindings();
        }
        int port = ports.computeIfAbsent(task.id(), id -> 49153 + ports.size());
        return List.of(new PortBinding("127.0.0.1", 80, port, "tcp"));
    }

    public Service described() {
        return new DescribeServices()
                .handle(
                        DescribeServicesRequest.builder()
                                .cluster("c")
                                .services("web")
                                .build(),
                        state,
                        context())
                .services()
                .getFirst();
    }

    /// What was said, oldest first, with ids replaced.
    public List<String> messages() {
        List<String> messages = new ArrayList<>(ServiceViews.events(state, "c/web").stream()
                .map(Event::message)
                .map(message -> message.replaceAll("\\(task [0-9a-f]{32}\\)", "(task)")
                        .replaceAll("ecs-svc/[0-9]+", "ecs-svc/N")
                        .replaceAll("container-instance [0-9a-f]{32}", "container-instance I"))
                .toList());
        return messages.reversed();
    }
}
