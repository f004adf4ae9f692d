package berth.agent;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineEvent;
import berth.agent.engine.EngineFacts;
import berth.agent.engine.Reply;
import berth.agent.fault.FaultInjection;
import berth.agent.logs.LogShipping;
import berth.agent.metadata.MetadataDirectory;
import berth.agent.metadata.MetadataEndpoint;
import berth.agent.metadata.MetadataReply;
import berth.agent.metadata.MetadataRequest;
import berth.agent.metadata.MetadataSubject;
import berth.agent.task.Cleanup;
import berth.agent.task.ContainerNow;
import berth.agent.task.ContainerRequests;
import berth.agent.task.DiskLimits;
import berth.agent.task.EngineAction;
import berth.agent.task.InterfacePool;
import berth.agent.task.Labels;
import berth.agent.task.MetadataToken;
import berth.agent.task.RequestConfig;
import berth.agent.task.TaskNow;
import berth.agent.task.TaskReport;
import berth.agent.task.TaskSupervisor;
import berth.kernel.Loop;
import berth.kernel.Resources;
import berth.kernel.host.Desired;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Ec2Ids;
import berth.kernel.host.Fencing;
import berth.kernel.host.HostChannel;
import berth.kernel.host.HostFacts;
import berth.kernel.host.Lease;
import berth.kernel.host.ObservedTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent of one host. Everything in it happens on its loop.
///
/// Start: ask the engine what it is, watch it, list it, join the control plane. From then on each turn of the
/// loop that touched a task ends in [#settle]: decide, act, report what changed. A timer lists and reports
/// everything again.
///
/// INVARIANT: until a Desired of this session arrived and a lease lasts, nothing is created, stopped or removed, but
/// what
/// is stopped when the lease has run out ([Lifeline]).
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration FIRST_REJOIN = Duration.ofSeconds(1);
    private static final Duration LAST_REJOIN = Duration.ofSeconds(30);
    private static final Duration LEASE_LOOK = Duration.ofSeconds(1);
    private static final Duration CLEANUP_INTERVAL = Duration.ofSeconds(30);
    private static final Duration ENGINE_RETRY = Duration.ofSeconds(1);
    /// Starting a task keeps the engine busy for about half of this.
    private static final Duration POOL_REST = Duration.ofSeconds(1);
    private static final int STOPPED_KEPT = 100;

    private final AgentPorts ports;
    private final AgentConfig config;
    private final Loop loop;
    private final HostPicture picture;
    private final ActionRunner runner;
    private final Inspections inspections;
    private final LogShipping shipping;
    private final long session;
    private final Reporter reporter;
    private final Lifeline lifeline;
    private final Set<String> touched = new TreeSet<>();
    private final SortedMap<String, DesiredTask> wanted = new TreeMap<>();
    private final SortedMap<String, String> taskByInterface = new TreeMap<>();
    private final SortedMap<String, Instant> deadlines = new TreeMap<>();

    private final MetadataToken tokens;
    private final MetadataDirectory directory;
    private final MetadataEndpoint metadata;

    private @Nullable HostFacts facts;
    private @Nullable TaskSupervisor supervisor;
    private @Nullable TaskReport report;
    private @Nullable Desired desired;
    private Loop.@Nullable Timer poolTimer;
    private ContainerEngine.@Nullable Watch watch;
    private Duration rejoinPause = FIRST_REJOIN;
    private int channels;
    private int desiredChannel;
    private boolean reachable = true;
    private boolean settling;
    private boolean lookingAtStorage;
    private boolean joined;
    private boolean closed;

    private Agent(AgentPorts ports) {
        this.ports = ports;
        this.config = ports.config();
        this.loop = ports.loop();
        this.session = ports.sessions().next();
        this.picture = new HostPicture(this::touch, this::touchInterface);
        this.inspections = new Inspections(ports.engine(), loop, picture, this::listed, this::gone);
        this.runner = new ActionRunner(ports, picture, inspections::inspect, this::settled);
        this.reporter = new Reporter(ports.upstream(), config.hostId(), session);
        this.lifeline = new Lifeline(ports.upstream(), ports.lastWord(), config.hostId(), session);
        this.shipping =
                new LogShipping(config.hostId(), ports.engine(), ports.upstream(), loop, ports.gates(), this::shipped);
        this.tokens = new MetadataToken(ports.metadataSecret());
        this.directory = new MetadataDirectory(tokens);
        this.metadata = new MetadataEndpoint(
                directory,
                this::describe,
                ports.engine(),
                ports.clock(),
                loop,
                config.hostId(),
                ports.upstream(),
                new FaultInjection(ports.namespaces(), ports.clock(), loop),
                config.metadata());
    }

    /// Builds an agent; [#start] sets it going.
    public static Agent assemble(AgentPorts ports) {
        return new Agent(ports);
    }

    /// Begins: adopts what runs, then joins.
    public void start() {
        loop.execute(this::askEngine);
    }

    /// The connection to the control plane is back, or another control plane answers now: join again and report
    /// everything.
    public void reconnected() {
        loop.execute(() -> {
            if (!closed && joined) {
                join();
                shipping.hurry();
            }
        });
    }

    /// Answers a request to the task metadata endpoint, or to those of task protection and faults, on the loop.
    /// May be called from any thread.
    public void metadata(MetadataRequest request, Consumer<MetadataReply> done) {
        loop.execute(() -> metadata.answer(request, done));
    }

    /// Stops watching and acting. Containers are left as they are. To be called on the loop, or once the loop
    /// stands.
    @Override
    public void close() {
        closed = true;
        runner.close();
        inspections.close();
        shipping.close();
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }

    // --- start

    private void askEngine() {
        if (closed) {
            return;
        }
        ports.engine()
                .facts(reply -> loop.execute(() -> {
                    if (!closed) {
                        engineAnswered(reply);
                    }
                }));
    }

    private void engineAnswered(Reply<EngineFacts> reply) {
        switch (reply) {
            case Reply.Done<EngineFacts>(var engine) -> begin(engine);
            case Reply.Failed<EngineFacts>(var fault) -> {
                LOG.warn("the container engine does not answer, asking again: {}", fault.message());
                loop.schedule(ENGINE_RETRY, this::askEngine);
            }
        }
    }

    private void begin(EngineFacts engine) {
        facts = new HostFacts(
                config.hostId(),
                config.name(),
                new Resources(engine.cores() * 1024, Math.max(0, engine.memory() - config.reservedMemory())),
                config.reservedPorts(),
                engine.architecture(),
                engine.version(),
                config.agentVersion(),
                session,
                config.publishAddress(),
                config.zone(),
                config.address());
        ContainerRequests requests = new ContainerRequests(
                new RequestConfig(
                        config.installation(),
                        config.region(),
                        config.publishAddress(),
                        config.imageMap(),
                        engine.parentCgroups(),
                        config.metadata(),
                        config.aws(),
                        config.fileSystems(),
                        config.firelens(),
                        Ec2Ids.of(config.hostId())),
                tokens);
        TaskSupervisor tasks = new TaskSupervisor(requests);
        supervisor = tasks;
        report = new TaskReport(tasks);
        watch = ports.engine()
                .watch(event -> loop.execute(() -> {
                    if (!closed) {
                        happened(event);
                    }
                }));
        inspections.list();
        every(config.resync(), this::resync);
        every(CLEANUP_INTERVAL, this::cleanUp);
        every(Fencing.BEAT, this::beat);
        every(LEASE_LOOK, this::lookAtLease);
        every(DiskLimits.INTERVAL, this::lookAtStorage);
    }

    /// After the first list: join. After every list: look at everything.
    private void listed() {
        if (!joined) {
            joined = true;
            join();
        }
        touchAll();
    }

    private void join() {
        int channel = ++channels;
        HostFacts host = facts;
        if (host == null) {
            return;
        }
        ports.upstream().joined(host, new Line(channel));
        if (reachable) {
            lifeline.beat();
        }
        reportEverything();
        loop.schedule(rejoinPause, () -> {
            if (!closed && channel == channels && desiredChannel != channel) {
                join();
            }
        });
        Duration doubled = rejoinPause.multipliedBy(2);
        rejoinPause = doubled.compareTo(LAST_REJOIN) < 0 ? doubled : LAST_REJOIN;
    }

    /// One connection, as the control plane sees it.
    private final class Line implements HostChannel {
        private final int channel;

        Line(int channel) {
            this.channel = channel;
        }

        @Override
        public void send(Desired message) {
            loop.execute(() -> {
                if (!closed) {
                    received(channel, message);
                }
            });
        }

        @Override
        public void renew(Lease lease) {
            loop.execute(() -> {
                if (!closed) {
                    if (lifeline.renewed(lease)) {
                        touchAll();
                    }
                    comeBack();
                    if (lifeline.mustJoin(channels)) {
                        join();
                    }
                }
            });
        }
    }

    // --- the lease

    /// A host whose engine does not answer gives no sign of life: nothing that it is told would happen.
    private void beat() {
        if (joined && reachable && lifeline.beat()) {
            join();
        }
    }

    private void lookAtLease() {
        if (lifeline.runsOut(channels)) {
            touchAll();
        }
        if (lifeline.fenced() && !reachable) {
            picture.running().forEach(ports.processes()::kill);
        }
    }

    private void comeBack() {
        if (lifeline.comesBack(desiredChannel)) {
            touchAll();
        }
    }

    // --- what wakes it

    /// The first message of a newer connection counts whatever its version, since another control plane may count
    /// anew; after that only newer versions do. An older connection is not closed for good: when this agent joined
    /// twice and the first joining arrived last, it is the one that the control plane goes on speaking on.
    private void received(int channel, Desired message) {
        Desired known = desired;
        boolean stale = channel <= desiredChannel && known != null && message.version() < known.version();
        if (stale || !message.hostId().equals(config.hostId())) {
            return;
        }
        desiredChannel = Math.max(channel, desiredChannel);
        rejoinPause = FIRST_REJOIN;
        desired = message;
        comeBack();
        SortedMap<String, DesiredTask> before = new TreeMap<>(wanted);
        wanted.clear();
        taskByInterface.clear();
        for (DesiredTask task : message.tasks()) {
            wanted.put(task.arn(), task);
            picture.told(task);
            if (known != null && task.run() && !before.containsKey(task.arn())) {
                restPool();
            }
            if (task.networkInterface() != null) {
                taskByInterface.put(task.networkInterface().id(), task.arn());
            }
            if (known == null || !task.equals(before.remove(task.arn()))) {
                directory.learn(task);
                touch(task.arn());
            }
        }
        before.keySet().forEach(this::touch);
        if (known == null) {
            touchAll();
        }
        wake();
    }

    /// Lets a new task be started before the pool is filled up again.
    private void restPool() {
        if (poolTimer != null) {
            poolTimer.cancel();
        }
        poolTimer = loop.schedule(POOL_REST, () -> {
            poolTimer = null;
            wake();
        });
    }

    private void happened(EngineEvent event) {
        switch (event) {
            case EngineEvent.Changed(var id) -> inspections.inspect(id);
            case EngineEvent.Removed(var id) -> gone(id);
            case EngineEvent.Missed() -> {
                boolean back = !reachable;
                engineReachable(true);
                inspections.list();
                if (back && joined) {
                    join();
                }
            }
            case EngineEvent.Unreachable(var message) -> {
                LOG.warn("the container engine cannot be reached: {}", message);
                engineReachable(false);
            }
        }
    }

    private void engineReachable(boolean now) {
        reachable = now;
        runner.reachable(now);
    }

    private void gone(String engineId) {
        picture.gone(engineId);
        shipping.gone(engineId);
    }

    private void shipped(String engineId) {
        EngineContainer container = picture.container(engineId);
        String arn = container == null ? null : Labels.of(container, Labels.TASK);
        if (arn != null) {
            touch(arn);
        }
    }

    private void settled(EngineAction action) {
        String arn = action.taskArn();
        if (arn != null) {
            touch(arn);
        }
        switch (action) {
            case EngineAction.Remove remove -> shipping.gone(remove.engineId());
            case EngineAction.CloseInterface shut -> touchInterface(shut.interfaceId());
            case EngineAction.OpenInterface open ->
                touchInterface(open.networkInterface().id());
            case EngineAction.Pull pull -> {}
            case EngineAction.ReadFile read -> {}
            case EngineAction.Create create -> {}
            case EngineAction.Start start -> {}
            case EngineAction.Restart restart -> {}
            case EngineAction.Stop stop -> {}
        }
    }

    private void resync() {
        inspections.list();
        if (joined) {
            touchAll();
            settle();
            reportEverything();
        }
    }

    private void touch(String arn) {
        touched.add(arn);
        wake();
    }

    private void touchInterface(String id) {
        String arn = taskByInterface.get(id);
        if (arn != null) {
            touched.add(arn);
        }
        wake();
    }

    private void touchAll() {
        touched.addAll(wanted.keySet());
        touched.addAll(picture.taskArns());
        wake();
    }

    private void wake() {
        if (!settling) {
            settling = true;
            loop.execute(() -> {
                if (!closed) {
                    settle();
                }
            });
        }
    }

    // --- decide, act, report

    private void settle() {
        settling = false;
        if (!joined) {
            return;
        }
        List<String> arns = List.copyOf(touched);
        touched.clear();
        for (String arn : arns) {
            followLines(arn);
            if (mayAct()) {
                decide(arn);
            }
        }
        Desired now = desired;
        if (now != null && mayAct() && !lifeline.fenced()) {
            InterfacePool.decide(
                            now,
                            picture.pauses(),
                            runner.poolAttempts(),
                            picture.joined(),
                            runner.inFlight(),
                            poolTimer != null)
                    .forEach(runner::run);
        }
        reportChanges(arns);
        arns.forEach(this::forgetIfOver);
    }

    private boolean mayAct() {
        return reachable && (lifeline.fenced() || desired != null && lifeline.lasts());
    }

    private void decide(String arn) {
        TaskSupervisor tasks = supervisor;
        if (tasks != null) {
            keepNetworkError(tasks, arn);
            if (lifeline.fenced()) {
                tasks.decide(null, now(arn), runner.inFlight()).forEach(action -> runner.run(soon(action)));
            } else {
                keepBlocked(tasks, arn);
                tasks.decide(wanted.get(arn), now(arn), runner.inFlight()).forEach(runner::run);
            }
        }
    }

    private void keepBlocked(TaskSupervisor tasks, String arn) {
        DesiredTask task = wanted.get(arn);
        if (task == null) {
            deadlines.remove(arn);
            return;
        }
        Instant at = ports.clock().now();
        tasks.blocked(task, now(arn), runner.inFlight(), at)
                .forEach((name, why) -> picture.update(arn, known -> known.withBlocked(name, why)));
        lookAgain(arn, tasks.deadline(task, now(arn), runner.inFlight()), at);
    }

    /// Time alone may change what is to be done.
    private void lookAgain(String arn, @Nullable Instant deadline, Instant now) {
        if (deadline == null) {
            deadlines.remove(arn);
        } else if (!deadline.equals(deadlines.put(arn, deadline)) && now.isBefore(deadline)) {
            loop.schedule(Duration.between(now, deadline), () -> {
                if (!closed && deadline.equals(deadlines.get(arn))) {
                    deadlines.remove(arn);
                    touch(arn);
                }
            });
        }
    }

    /// A fenced task has no time to lose.
    private static EngineAction soon(EngineAction action) {
        return action instanceof EngineAction.Stop(var arn, var name, var id, var timeout)
                        && timeout.compareTo(Fencing.STOP) > 0
                ? new EngineAction.Stop(arn, name, id, Fencing.STOP)
                : action;
    }

    private void keepNetworkError(TaskSupervisor tasks, String arn) {
        DesiredTask task = wanted.get(arn);
        TaskNow now = now(arn);
        String error = task == null ? null : tasks.networkError(task, now);
        if (error != null && now.networkLost() == null) {
            picture.update(arn, known -> known.withNetworkLost(error));
        }
    }

    private TaskNow now(String arn) {
        DesiredTask task = wanted.get(arn);
        if (task != null) {
            return picture.task(
                    arn,
                    task.networkInterface() == null
                            ? null
                            : task.networkInterface().id());
        }
        TaskNow known = picture.task(arn, null);
        return known.present().values().stream()
                .map(container -> Labels.of(container, Labels.TASK_INTERFACE))
                .filter(Objects::nonNull)
                .findFirst()
                .map(eni -> picture.task(arn, eni))
                .orElse(known);
    }

    private void followLines(String arn) {
        for (Map.Entry<String, ContainerNow> entry :
                picture.task(arn, null).containers().entrySet()) {
            EngineContainer engine = entry.getValue().engine();
            if (engine != null) {
                shipping.follow(engine);
            }
            boolean exited = engine != null && engine.status() == EngineContainer.Status.EXITED;
            if (engine == null || exited && !entry.getValue().restartDue()) {
                runner.releasePortsUnlessBusy(arn, entry.getKey());
            }
        }
    }

    private void reportChanges(List<String> arns) {
        SortedMap<String, ObservedTask> tasks = new TreeMap<>();
        for (String arn : arns) {
            if (wanted.containsKey(arn) || picture.task(arn, null).exists()) {
                tasks.put(arn, observed(arn));
            }
        }
        reporter.changes(tasks, warm(), version());
    }

    private void reportEverything() {
        Set<String> arns = new TreeSet<>(wanted.keySet());
        for (String arn : picture.taskArns()) {
            if (picture.task(arn, null).exists()) {
                arns.add(arn);
            }
        }
        SortedMap<String, ObservedTask> tasks = new TreeMap<>();
        arns.forEach(arn -> tasks.put(arn, observed(arn)));
        reporter.everything(tasks, warm(), version());
    }

    private ObservedTask observed(String arn) {
        TaskReport reports = report;
        if (reports == null) {
            throw new IllegalStateException("nothing is reported before the engine answered");
        }
        return reports.of(wanted.get(arn), now(arn), runner.inFlight());
    }

    /// A task that the control plane dropped is described as last wanted.
    private MetadataSubject describe(DesiredTask task, String container) {
        TaskNow now = now(task.arn());
        TaskSupervisor tasks = supervisor;
        TaskReport reports = report;
        if (tasks == null || reports == null) {
            throw new IllegalStateException("no task is wanted before the engine answered");
        }
        DesiredContainer asking = task.containers().stream()
                .filter(one -> one.name().equals(container))
                .findFirst()
                .orElseThrow();
        boolean stopping = !wanted.containsKey(task.arn()) || tasks.stopping(task, now);
        return new MetadataSubject(task, asking, now, reports.of(task, now, runner.inFlight()), stopping);
    }

    private List<String> warm() {
        Desired now = desired;
        return now == null ? List.of() : InterfacePool.ready(now, picture.pauses());
    }

    private long version() {
        Desired now = desired;
        return now == null ? 0 : now.version();
    }

    // --- disk

    private void lookAtStorage() {
        if (!reachable || lookingAtStorage || wanted.values().stream().noneMatch(DiskLimits::limited)) {
            return;
        }
        lookingAtStorage = true;
        ports.engine()
                .diskUse(reply -> loop.execute(() -> {
                    lookingAtStorage = false;
                    if (!closed) {
                        storageSeen(reply);
                    }
                }));
    }

    private void storageSeen(Reply<SortedMap<String, Long>> reply) {
        switch (reply) {
            case Reply.Done<SortedMap<String, Long>>(var use) -> {
                for (DesiredTask task : wanted.values()) {
                    String exceeded = DiskLimits.exceeded(task, now(task.arn()), use);
                    if (exceeded != null) {
                        picture.update(task.arn(), known -> known.withStorageExceeded(exceeded));
                    }
                }
            }
            case Reply.Failed<SortedMap<String, Long>>(var fault) ->
                LOG.warn("the engine does not say what tasks wrote to its disk: {}", fault.message());
        }
    }

    // --- what nobody wants

    private void cleanUp() {
        if (desired == null || !reachable || lifeline.fenced()) {
            return;
        }
        SortedMap<String, EngineAction.Remove> removals = new TreeMap<>();
        List<EngineContainer> stopped = new ArrayList<>();
        for (String arn : picture.taskArns()) {
            if (!wanted.containsKey(arn)) {
                for (Map.Entry<String, EngineContainer> exited : picture.exited(arn)) {
                    EngineContainer container = exited.getValue();
                    removals.put(container.id(), new EngineAction.Remove(arn, exited.getKey(), container.id()));
                    stopped.add(container);
                }
            }
        }
        stopped.removeIf(container -> !shipping.done(container));
        for (EngineContainer due : Cleanup.due(stopped, ports.clock().now(), config.cleanupWait(), STOPPED_KEPT)) {
            EngineAction.Remove removal = removals.get(due.id());
            if (removal != null) {
                runner.run(removal);
            }
        }
    }

    private void forgetIfOver(String arn) {
        if (desired != null
                && !wanted.containsKey(arn)
                && !picture.task(arn, null).exists()) {
            boolean busy = runner.busy(arn);
            if (!busy) {
                picture.forget(arn);
                reporter.forget(arn);
                directory.forget(arn);
            }
        }
    }

    private void every(Duration interval, Runnable task) {
        loop.schedule(interval, () -> {
            if (!closed) {
                task.run();
                every(interval, task);
            }
        });
    }
}
