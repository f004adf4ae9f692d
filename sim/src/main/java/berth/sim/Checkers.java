package berth.sim;

import berth.agent.engine.EngineContainer.Status;
import berth.agent.task.Labels;
import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Allocation;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Deployment.Rollout;
import berth.control.ecs.service.model.DeploymentConfiguration.Strategy;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.TaskSet;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.HostPort;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.task.plan.LiveTasks;
import berth.control.elb.ElbViews;
import berth.control.elb.model.ListenerRule;
import berth.control.store.Change;
import berth.control.store.State;
import berth.control.vpc.VpcViews;
import berth.control.vpc.model.NetworkInterface;
import berth.kernel.Resources;
import berth.kernel.host.Health;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What must hold at every moment, looked at after every commit, and what must hold between Berth's picture and
/// the machines' truth, looked at after every event that changed a machine.
final class Checkers {
    /// Each is found by exactly one planted bug, see [PlantedBug].
    enum Checker {
        HOSTS_NEVER_OVERSOLD,
        ALLOCATION_EQUALS_RECOUNT,
        PORTS_GIVEN_ONCE,
        ADDRESSES_GIVEN_ONCE,
        STATUS_ONLY_FORWARD,
        RUNNING_IS_OBSERVED,
        LOWER_BOUND_HOLDS,
        UPPER_BOUND_HOLDS,
        DAEMONS_NEVER_TWICE,
        PINNED_IMAGES_ARE_RUN,
        PROTECTED_TASKS_STAY,
        ZONES_ARE_BALANCED,
        PROVIDERS_HAVE_THEIR_SHARE,
        STEADY_SETS_ARE_WHOLE,
        GIVEN_UP_STARTS_NOTHING,
        GOES_BACK_TO_WHAT_WAS_COMPLETE,
        SHARES_ARE_WHOLE,
        TRAFFIC_GOES_TO_THE_HEALTHY,
        WAY_BACK_TAKES_ALL_TRAFFIC,
        DRAINED_BEFORE_STOPPED,
        DEPLOYMENTS_END,
        ACKNOWLEDGED_WRITES_KEPT,
        ONE_COPY_ON_THE_MACHINE,
        DEPENDENCIES_HOLD_AT_START,
        ROUTER_IS_STARTED_FIRST,
        ROUTER_IS_STOPPED_LAST,
        FENCED_MEANS_STOPPED,
        DESCRIBE_EQUALS_RECOUNT,
        LOG_LINES_ONCE_IN_ORDER,
        ESSENTIAL_EXIT_STOPS_TASK,
        NO_STRAY_CONTAINER,
        CONVERGES
    }

    /// A broken rule.
    static final class Violation extends AssertionError {
        private static final long serialVersionUID = 1L;
        private final Checker checker;

        Violation(Checker checker, String message) {
            super(checker + ": " + message);
            this.checker = checker;
        }

        Checker checker() {
            return checker;
        }
    }

    /// How the reasons begin of tasks that are replaced for their health, by containers or load balancers.
    private static final String FAILED_CHECKS = "Task failed ";

    private final World world;
    private final TrafficCheckers traffic = new TrafficCheckers(this);
    private final OrderChecker order = new OrderChecker(this);
    private final ImageChecker images = new ImageChecker(this);
    private final SpreadCheckers spread = new SpreadCheckers(this);
    private final EnumMap<Checker, Long> looks = new EnumMap<>(Checker.class);
    private State before = State.EMPTY;
    private Function<State, State> tampering = Function.identity();
    private @Nullable Checker only;

    Checkers(World world) {
        this.world = world;
    }

    /// Planted bug: what is looked at is the state as a faulty Berth would have left it.
    void tamper(Function<State, State> withBug) {
        tampering = withBug;
    }

    /// Looks with one checker less than all, to show that a bug is found by that one alone.
    void allBut(Checker checker) {
        only = checker;
    }

    Map<Checker, Long> looks() {
        return looks;
    }

    /// A control plane read the disk: nothing acknowledged may be missing.
    void reloaded(State state, long acknowledgedVersion) {
        looked(Checker.ACKNOWLEDGED_WRITES_KEPT);
        if (state.version() < acknowledgedVersion) {
            broken(
                    Checker.ACKNOWLEDGED_WRITES_KEPT,
                    "version %d was acknowledged, the disk has %d".formatted(acknowledgedVersion, state.version()));
        }
        if (state.version() == before.version() && before != State.EMPTY && !state.equals(before)) {
            broken(Checker.ACKNOWLEDGED_WRITES_KEPT, "the disk differs from what was published before the crash");
        }
        before = state;
    }

    /// A commit was published. It may hold several decisions: each was taken on what those before it left behind, so
    /// each change is looked at in the state of its moment.
    void committed(State published, List<Change> changes) {
        TreeSet<String> hosts = new TreeSet<>();
        TreeSet<String> deployments = new TreeSet<>();
        TreeSet<String> rules = new TreeSet<>();
        State moment = before;
        for (Change change : changes) {
            State after = moment.with(change);
            State shown = tampering.apply(after);
            if (change instanceof Change.Put<?> put && put.row() instanceof Task) {
                Task old = moment.find(TaskViews.TASKS, put.id());
                Task task = Objects.requireNonNull(shown.find(TaskViews.TASKS, put.id()));
                task(old, task);
                bounds(moment, shown, old, task);
                daemons(shown, task);
                images.task(shown, old, task);
                traffic.drained(shown, old, task);
                protection(shown, old, task);
                givenUp(shown, old, task);
                hosts.add(task.spec().hostId());
            } else if (change instanceof Change.Put<?> put && put.row() instanceof NetworkInterface given) {
                address(shown, given);
            } else if (change instanceof Change.Put<?> put && put.row() instanceof Service) {
                Service service = Objects.requireNonNull(shown.find(ServiceViews.SERVICES, put.id()));
                goesBack(moment, shown, service);
                spread.sets(moment.find(ServiceViews.SERVICES, put.id()), shown, service);
            } else if (change instanceof Change.Put<?> put && put.row() instanceof ListenerRule) {
                rules.add(put.id());
            } else if (change instanceof Change.Put<?> put && put.row() instanceof ServiceDeployment now) {
                world.coverage().deployment(moment.find(ServiceViews.DEPLOYMENTS, put.id()), now);
                deployments.add(put.id());
            } else if (change.kind() == InstanceViews.ALLOCATIONS) {
                hosts.add(change.id());
            }
            moment = after;
        }
        // A task and what is booked for it are two changes of one decision.
        State whole = tampering.apply(published);
        hosts.forEach(host -> host(whole, host));
        deployments.forEach(name -> traffic.back(whole, name));
        for (String rule : rules) {
            traffic.shared(before, Objects.requireNonNull(whole.find(ElbViews.RULES, rule)), whole);
        }
        before = published;
    }

    private void task(@Nullable Task old, Task task) {
        looked(Checker.STATUS_ONLY_FORWARD);
        if (old != null) {
            LastStatus from = old.status().last();
            LastStatus to = task.status().last();
            boolean back = (from != to && !Transitions.areLegal(from, to))
                    || (old.stopped() && !old.equals(task))
                    || (old.status().desired() == DesiredStatus.STOPPED
                            && task.status().desired() == DesiredStatus.RUNNING);
            if (back || task.version() < old.version() || !inOrder(task)) {
                broken(
                        Checker.STATUS_ONLY_FORWARD,
                        task.name() + " went from " + old.status() + " to " + task.status());
            }
            if (to == LastStatus.STOPPED && from != to && task.status().stopCode() == StopCode.TERMINATION_NOTICE) {
                givenUp(task);
            }
            if (from != to) {
                world.coverage().transition(from + ">" + to);
                world.note("task " + task.id() + " " + from + ">" + to);
            }
        }
        if (task.status().last() == LastStatus.RUNNING
                && (old == null || old.status().last() != LastStatus.RUNNING)) {
            running(task);
        }
    }

    private static boolean inOrder(Task task) {
        List<Instant> times = Stream.of(
                        task.spec().createdAt(),
                        task.status().startedAt(),
                        task.status().stoppedAt())
                .filter(Objects::nonNull)
                .toList();
        // The wall clock jumps in these worlds: only presence is held to be true, not the distance.
        return task.status().last() != LastStatus.STOPPED
                || (times.size() >= 2 && task.status().stopCode() != null);
    }

    private void running(Task task) {
        looked(Checker.RUNNING_IS_OBSERVED);
        SimMachine machine = world.machine(task.spec().hostId());
        for (TaskContainer container : task.status().containers()) {
            if (container.essential() && !machine.everStarted(task.id(), container.name())) {
                broken(
                        Checker.RUNNING_IS_OBSERVED,
                        task.name() + " is RUNNING, but " + container.name() + " was never started");
            }
        }
    }

    private void address(State state, NetworkInterface given) {
        looked(Checker.ADDRESSES_GIVEN_ONCE);
        String key = given.networkInterface().vpcId()
                + '/'
                + given.networkInterface().address();
        if (state.count(VpcViews.BY_ADDRESS, key) > 1) {
            broken(Checker.ADDRESSES_GIVEN_ONCE, key + " belongs to " + state.ids(VpcViews.BY_ADDRESS, key));
        }
    }

    private void host(State state, String hostId) {
        Host host = state.find(InstanceViews.HOSTS, hostId);
        if (host == null) {
            return;
        }
        Resources taken = Resources.NONE;
        List<HostPort> ports = new ArrayList<>();
        Collection<Task> tasks = LiveTasks.on(state, hostId);
        for (Task task : tasks) {
            taken = taken.plus(task.spec().reserved());
            ports.addAll(task.spec().hostPorts());
        }
        looked(Checker.HOSTS_NEVER_OVERSOLD);
        if (!taken.fits(host.capacity())) {
            broken(Checker.HOSTS_NEVER_OVERSOLD, hostId + " has " + host.capacity() + ", given away: " + taken);
        }
        looked(Checker.PORTS_GIVEN_ONCE);
        if (ports.stream().distinct().count() != ports.size()) {
            broken(Checker.PORTS_GIVEN_ONCE, hostId + " gave away " + ports);
        }
        looked(Checker.ALLOCATION_EQUALS_RECOUNT);
        Allocation allocation = InstanceViews.allocation(state, hostId);
        if (!allocation.taken().equals(taken) || allocation.tasks() != tasks.size()) {
            broken(
                    Checker.ALLOCATION_EQUALS_RECOUNT,
                    hostId + " is booked with " + allocation + ", its tasks take " + taken + " in " + tasks.size());
        }
    }

    private void bounds(State earlier, State state, @Nullable Task old, Task task) {
        String name = task.cluster() + '/' + task.spec().service();
        Service service = state.find(ServiceViews.SERVICES, name);
        if (service == null
                || service.status().state() != Service.State.ACTIVE
                || service.spec().isDaemon()) {
            return;
        }
        TaskSet set = set(service, task);
        if (service.spec().isExternal() && set == null) {
            return;
        }
        int desired = set == null
                ? service.spec().desiredCount()
                : set.computed(service.spec().desiredCount());
        long lower = (desired * (long) service.spec().minimumHealthyPercent() + 99) / 100;
        long upper = desired * (long) service.spec().maximumPercent() / 100;
        List<Task> live = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, name).stream()
                .filter(one -> set == null || set.id().equals(one.spec().startedBy()))
                .toList();
        looked(Checker.UPPER_BOUND_HOLDS);
        long counted = shifts(state, service) ? ofTheSame(live, task) : live.size();
        if (old == null && counted > upper) {
            broken(Checker.UPPER_BOUND_HOLDS, name + " has " + counted + " tasks, at most " + upper + " are allowed");
        }
        looked(Checker.LOWER_BOUND_HOLDS);
        // Where traffic is shifted, a revision that was never given any, or has none any more, serves nobody.
        boolean counts = serves(earlier, old) && (!shifts(state, service) || TrafficCheckers.isReached(earlier, task));
        boolean stopped = counts
                && task.status().desired() == DesiredStatus.STOPPED
                && task.status().stopCode() == StopCode.SERVICE_SCHEDULER_INITIATED;
        long left = live.stream().filter(one -> serves(state, one)).count();
        if (stopped && left < lower) {
            broken(
                    Checker.LOWER_BOUND_HOLDS,
                    "%s stopped %s and left %d running, at least %d must be".formatted(name, task.id(), left, lower));
        }
    }

    /// The set that a task belongs to: it has the bounds of a service of its own.
    private static @Nullable TaskSet set(Service service, Task task) {
        return service.status().taskSets().stream()
                .filter(one -> one.id().equals(task.spec().startedBy()))
                .findFirst()
                .orElse(null);
    }

    /// One task of a DAEMON service on a host, those that are still stopping counted.
    private void daemons(State state, Task task) {
        String name = task.cluster() + '/' + task.spec().service();
        Service service = state.find(ServiceViews.SERVICES, name);
        if (service == null || !service.spec().isDaemon()) {
            return;
        }
        looked(Checker.DAEMONS_NEVER_TWICE);
        long there = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, name).stream()
                .filter(one -> one.spec().hostId().equals(task.spec().hostId()))
                .count();
        if (there > 1) {
            broken(
                    Checker.DAEMONS_NEVER_TWICE,
                    name + " has " + there + " tasks on " + task.spec().hostId());
        }
    }

    /// A service leaves protected tasks alone but for their health; being deleted it stops all.
    private void protection(State state, @Nullable Task old, Task task) {
        Service service = state.find(
                ServiceViews.SERVICES, task.cluster() + '/' + task.spec().service());
        boolean scaled = old != null
                && old.status().desired() == DesiredStatus.RUNNING
                && task.status().desired() == DesiredStatus.STOPPED
                && task.status().stopCode() == StopCode.SERVICE_SCHEDULER_INITIATED
                && !String.valueOf(task.status().stoppedReason()).startsWith(FAILED_CHECKS);
        Instant decided = task.status().stoppingAt();
        Instant until = task.protectedUntil();
        if (service == null || service.status().state() != Service.State.ACTIVE || !scaled || decided == null) {
            return;
        }
        looked(Checker.PROTECTED_TASKS_STAY);
        if (until != null && decided.isBefore(until)) {
            broken(
                    Checker.PROTECTED_TASKS_STAY,
                    "%s was stopped at %s (%s), but is protected until %s"
                            .formatted(task.name(), decided, task.status().stoppedReason(), until));
        }
    }

    /// A deployment that FAILED starts nothing more.
    private void givenUp(State state, @Nullable Task old, Task task) {
        Service service = state.find(
                ServiceViews.SERVICES, task.cluster() + '/' + task.spec().service());
        if (old != null || service == null) {
            return;
        }
        looked(Checker.GIVEN_UP_STARTS_NOTHING);
        for (Deployment deployment : service.status().deployments()) {
            if (deployment.rollout() == Rollout.FAILED
                    && deployment.id().equals(task.spec().startedBy())) {
                broken(Checker.GIVEN_UP_STARTS_NOTHING, deployment.id() + " FAILED and started " + task.id());
            }
        }
    }

    /// A PRIMARY deployment that was given up is followed by one of the revision that was completed last, if there was
    /// one and nobody asked for something else in between.
    private void goesBack(State earlier, State state, Service service) {
        Service was = earlier.find(ServiceViews.SERVICES, service.name());
        ServiceDeployment running = ServiceViews.current(state, service);
        if (was == null
                || running == null
                || running.rollback() == null
                || running.status().terminal()
                || service.status().state() != Service.State.ACTIVE) {
            return;
        }
        looked(Checker.GOES_BACK_TO_WHAT_WAS_COMPLETE);
        String completed = was.status().completed();
        if (!service.status().primary().revision().equals(completed)) {
            broken(
                    Checker.GOES_BACK_TO_WHAT_WAS_COMPLETE,
                    "%s goes back to %s, complete was %s"
                            .formatted(
                                    service.name(), service.status().primary().revision(), completed));
        }
    }

    /// Where traffic is shifted each revision is kept at its count as if it were a service of its own. A deployment
    /// keeps
    /// the strategy that it began with, whatever its service is changed to.
    private static boolean shifts(State state, Service service) {
        ServiceDeployment current = ServiceViews.current(state, service);
        return current != null && current.configuration().strategy() != Strategy.ROLLING;
    }

    private static long ofTheSame(List<Task> live, Task task) {
        return live.stream()
                .filter(one ->
                        Objects.equals(one.spec().startedBy(), task.spec().startedBy()))
                .count();
    }

    /// Whether a task counts towards the lower bound. One whose health check failed does not, nor one of whose
    /// targets is not healthy: stopping it takes nothing away, and where there is no room for one more,
    /// nothing would ever replace it.
    private static boolean serves(State state, @Nullable Task task) {
        return task != null
                && TrafficCheckers.healthy(state, task)
                && task.status().last() == LastStatus.RUNNING
                && task.status().desired() == DesiredStatus.RUNNING
                && task.status().containers().stream()
                        .noneMatch(container -> container.essential() && container.health() == Health.UNHEALTHY);
    }

    /// After every event: the machines' truth.
    void afterStep() {
        for (World.Host host : world.hosts()) {
            if (host.machine.takeDirty()) {
                machine(host);
            }
        }
    }

    private void machine(World.Host host) {
        SimMachine machine = host.machine;
        looked(Checker.ONE_COPY_ON_THE_MACHINE);
        TreeSet<String> copies = new TreeSet<>();
        for (SimMachine.Container container : machine.running()) {
            String copy = container.request.labels().get(Labels.TASK)
                    + '/'
                    + container.request.labels().get(Labels.CONTAINER);
            given(machine, container);
            order.started(before, container);
            order.stopped(before, machine, container, world.mayBeFenced(host));
            if (!copies.add(copy) || container.starts > 1 + container.endsToFollow) {
                broken(Checker.ONE_COPY_ON_THE_MACHINE, copy + " runs twice or was started again");
            }
        }
    }

    /// What the control plane gave up, since the host was not heard for the fencing time, may be replaced: it must not
    /// run any more.
    private void given(SimMachine machine, SimMachine.Container container) {
        String arn = String.valueOf(container.request.labels().get(Labels.TASK));
        Task task = before.find(TaskViews.TASKS, arn.substring(arn.indexOf('/') + 1));
        boolean givenUp = task != null && task.stopped() && task.status().stopCode() == StopCode.TERMINATION_NOTICE;
        // An engine that says what isn't so is another bug, with a checker of its own.
        if (givenUp && machine.shown(container).status() == Status.RUNNING) {
            broken(Checker.FENCED_MEANS_STOPPED, container + " runs, but was given up as stopped");
        }
    }

    private void givenUp(Task task) {
        looked(Checker.FENCED_MEANS_STOPPED);
        SimMachine machine = world.machine(task.spec().hostId());
        boolean runs = machine.running().stream()
                .filter(one -> machine.shown(one).status() == Status.RUNNING)
                .anyMatch(one -> world.taskArn(task).equals(one.request.labels().get(Labels.TASK)));
        if (runs) {
            broken(Checker.FENCED_MEANS_STOPPED, task.name() + " was given up as stopped, but runs");
        }
    }

    /// In a healed world that had time to settle.
    void settled(State state) {
        for (World.Host host : world.hosts()) {
            strays(state, host);
        }
        spread.zones(tampering.apply(state));
        for (Task task : state.all(TaskViews.TASKS)) {
            if (!task.stopped()) {
                looked(Checker.ESSENTIAL_EXIT_STOPS_TASK);
                essential(task);
            }
        }
    }

    /// In a world that did settle.
    void ended(State state) {
        traffic.ended(tampering.apply(state));
        spread.providers(tampering.apply(state));
    }

    private void essential(Task task) {
        SimMachine machine = world.machine(task.spec().hostId());
        for (TaskContainer container : task.status().containers()) {
            boolean exited = machine.containers().stream()
                    .filter(one -> Objects.equals(one.request.labels().get(Labels.TASK), world.taskArn(task)))
                    .filter(one -> container.name().equals(one.request.labels().get(Labels.CONTAINER)))
                    .anyMatch(one -> one.shown.status() == Status.EXITED && !SimMachine.runsAgain(one));
            if (exited && container.essential() && task.status().desired() == DesiredStatus.RUNNING) {
                broken(Checker.ESSENTIAL_EXIT_STOPS_TASK, task.name() + " lives on without " + container.name());
            }
        }
    }

    private void strays(State state, World.Host host) {
        looked(Checker.NO_STRAY_CONTAINER);
        for (SimMachine.Container container : host.machine.running()) {
            String arn = String.valueOf(container.request.labels().get(Labels.TASK));
            Task task = state.find(TaskViews.TASKS, arn.substring(arn.indexOf('/') + 1));
            if (task == null || task.stopped()) {
                broken(Checker.NO_STRAY_CONTAINER, container.shown.name() + " runs, but nobody wants it");
            }
        }
    }

    Instant now() {
        return world.timeline().now();
    }

    void looked(Checker checker) {
        looks.merge(checker, 1L, Long::sum);
    }

    void broken(Checker checker, String message) {
        if (checker != only) {
            throw new Violation(checker, message + "\n" + world.describe());
        }
    }
}
