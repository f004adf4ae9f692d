package berth.sim;

import berth.agent.Agent;
import berth.agent.AgentConfig;
import berth.agent.AgentPorts;
import berth.agent.LastWord;
import berth.agent.engine.EngineFault;
import berth.agent.engine.Reply;
import berth.agent.fault.NetworkNamespaces;
import berth.agent.logs.LineGate;
import berth.agent.task.Labels;
import berth.control.ControlPlane;
import berth.control.ControlPorts;
import berth.control.Settings;
import berth.control.ecs.task.TaskViews;
import berth.control.elb.model.Target;
import berth.control.store.Change;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import berth.kernel.Resources;
import berth.kernel.Rng;
import berth.kernel.host.Desired;
import berth.kernel.host.Fencing;
import berth.kernel.host.HostChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/// Everything there is in one run: the disk, the machines, a control plane that may die and come back, an agent a
/// machine that may too, and the chance that drives them.
final class World {
    /// Short, so that partitions of both kinds happen, shorter ones and longer ones.
    static final Duration FENCE = Duration.ofSeconds(20);

    /// How a run is set up.
    ///
    /// @param hosts number of machines
    /// @param capacity of each machine
    /// @param loseWakes drop every wake-up, so that only the resync moves things
    /// @param bug a bug planted on purpose, or null
    record Setup(
            int hosts,
            Resources capacity,
            boolean loseWakes,
            @Nullable PlantedBug bug) {
        static final Setup USUAL = new Setup(2, new Resources(4096, 8192), false, null);

        /// What a seed runs with: every twentieth loses all wake-ups.
        static Setup of(long seed) {
            return new Setup(USUAL.hosts(), USUAL.capacity(), seed % 20 == 0, null);
        }
    }

    /// One machine, and its agent while that lives.
    static final class Host {
        final String id;
        final SimMachine machine;
        long sessions;
        Timeline.@Nullable Process process;

        /// Outlives the agent's process, but not the machine's rest.
        LastWord.@Nullable Word lease;

        /// When the last lease came that was given after one had run out.
        @Nullable
        Duration leasedAgainAt;

        /// Cut off until then.
        Duration cutUntil = Duration.ZERO;

        boolean off;

        @Nullable
        SimNetwork network;

        @Nullable
        Agent agent;

        Host(String id, SimMachine machine) {
            this.id = id;
            this.machine = machine;
        }
    }

    private final Timeline timeline = new Timeline();
    private final Coverage coverage = new Coverage();
    private final Rng rng;
    private final Chaos chaos;
    private final SimDisk disk;
    private final SimLogs logs;
    private final Setup setup;
    private final List<Host> hosts = new ArrayList<>();
    private final Checkers checkers;
    private final List<String> trace = new ArrayList<>();
    private final TreeMap<String, Long> sessionsByHost = new TreeMap<>();
    private final long seed;
    private int controlStarts;
    private Timeline.@Nullable Process controlProcess;
    private @Nullable ControlPlane control;
    private long acknowledgedVersion;
    private boolean miscounting;
    private @Nullable String hookAnswer;
    private boolean fenceIgnored;
    private UnaryOperator<Desired> telling = UnaryOperator.identity();
    private int shown = 60;

    World(long seed, Setup setup) {
        this.seed = seed;
        this.rng = Rng.seeded(seed);
        this.chaos = new Chaos(Rng.seeded(seed, "chaos", 1), coverage);
        this.setup = setup;
        this.disk = new SimDisk(timeline, chaos);
        this.logs = new SimLogs(timeline, chaos);
        this.checkers = new Checkers(this);
        for (int i = 0; i < setup.hosts(); i++) {
            String id = "host-" + i;
            SimMachine machine = new SimMachine(timeline, chaos, i << 24, line -> note(id + ": " + line));
            machine.cache("web:1");
            hosts.add(new Host(id, machine));
        }
        PlantedBug bug = setup.bug();
        if (bug != null) {
            bug.plantInto(this);
        }
    }

    /// Starts the control plane and every agent that does not run.
    void start() {
        if (control == null) {
            startControl();
        }
        for (Host host : hosts) {
            if (host.agent == null && !host.off) {
                startAgent(host);
            }
        }
    }

    void startControl() {
        Timeline.Process process = new Timeline.Process("control-" + ++controlStarts);
        Settings settings = new Settings(
                false,
                Duration.ofSeconds(1),
                setup.loseWakes() ? Duration.ofSeconds(2) : Duration.ofSeconds(30),
                2,
                Duration.ofHours(1),
                FENCE,
                Duration.ofSeconds(6));
        ControlPorts ports = new ControlPorts(
                timeline.clock(),
                timeline.loop(process),
                disk.store(process),
                logs.store(process),
                (url, payload, done) -> timeline.loop(process).execute(() -> done.accept(null)),
                new SimHookCaller(timeline.loop(process), chaos, hookAnswer),
                (call, now) -> "arn:aws:iam::000000000000:root",
                Account.DEFAULT,
                settings,
                "172.31.0.0/16",
                seed + controlStarts,
                (name, key) -> !setup.loseWakes() || lost());
        ControlPlane started = ControlPlane.assemble(ports);
        started.listen((state, changes) -> committed(state, changes));
        checkers.reloaded(started.published(), acknowledgedVersion);
        controlProcess = process;
        control = started;
        started.start();
        new SimProxy(timeline, chaos, process, started.proxyUpstream(), this::answers).start();
        for (Host host : hosts) {
            if (host.agent != null) {
                host.agent.reconnected();
            }
        }
    }

    /// Scenario: what functions of lifecycle hooks say from the next start of the control plane on.
    void hooksAnswer(String answer) {
        hookAnswer = answer;
    }

    /// Whether what is registered as a target answers a probe: its container runs, and is not one that refuses.
    private boolean answers(String targetGroupArn, berth.routing.Target target) {
        State state = Objects.requireNonNull(control).published();
        String name = Target.name(targetGroupArn, target.id(), target.port());
        return state.ids(TaskViews.BY_TARGET, name).stream()
                .map(task -> state.find(TaskViews.TASKS, task))
                .filter(Objects::nonNull)
                .anyMatch(task -> machine(task.spec().hostId()).running().stream()
                        .filter(one -> taskArn(task).equals(one.request.labels().get(Labels.TASK)))
                        .anyMatch(one -> !one.shown.imageId().contains("mute")));
    }

    private boolean lost() {
        chaos.count(Chaos.Fault.WAKES_LOST);
        return false;
    }

    void startAgent(Host host) {
        Timeline.Process process = new Timeline.Process(host.id + "-agent");
        SimNetwork network = new SimNetwork(
                timeline, chaos, process, () -> controlProcess, () -> control == null ? null : control.upstream());
        AgentPorts ports = new AgentPorts(
                AgentConfig.of("sim", host.id, host.id),
                timeline.clock(),
                timeline.loop(process),
                new SimEngine(timeline, chaos, host.machine, process, setup.capacity(), "sim"),
                // No definition of the workload has files.
                (arn, done) -> done.accept(Reply.failed(EngineFault.Kind.NOT_FOUND, arn)),
                network,
                host.machine.ports(),
                () -> sessionsByHost.merge(host.id, 1L, Long::sum),
                LineGate::refusing,
                lastWord(host),
                container -> {},
                NetworkNamespaces.closed("there is no network here."),
                Rng.seeded(seed, host.id, ++host.sessions),
                "a secret of sixteen bytes".getBytes(StandardCharsets.UTF_8));
        network.cutUntil(host.cutUntil);
        if (fenceIgnored) {
            network.hideFence();
        }
        network.tellOtherwise(telling);
        host.process = process;
        host.network = network;
        host.agent = Agent.assemble(ports);
        host.agent.start();
    }

    /// Kept on the machine; elapsed time goes on while no agent runs.
    private LastWord lastWord(Host host) {
        return new LastWord() {
            @Override
            public Duration elapsed() {
                return timeline.elapsed();
            }

            @Override
            public void keep(Word word) {
                if (ranOut(host)) {
                    host.leasedAgainAt = timeline.elapsed();
                }
                host.lease = word;
            }

            @Override
            public @Nullable Word kept() {
                return host.lease;
            }
        };
    }

    private boolean ranOut(Host host) {
        LastWord.Word lease = host.lease;
        return lease != null
                && lease.fence() != null
                && timeline.elapsed().minus(lease.from()).compareTo(lease.fence()) >= 0;
    }

    /// Whether a host's agent may be about to stop all that runs, since its lease has run out, or had until just now.
    boolean mayBeFenced(Host host) {
        Duration again = host.leasedAgainAt;
        return ranOut(host) || again != null && timeline.elapsed().minus(again).compareTo(Fencing.STOP) < 0;
    }

    /// Planted bug: no agent is told that its lease ends.
    void ignoreFence() {
        fenceIgnored = true;
    }

    /// Planted bug: agents are told something else than they should be.
    void tellOtherwise(UnaryOperator<Desired> withBug) {
        telling = withBug;
    }

    /// Nothing gets through between a host and the control plane for a while, whatever processes come and go.
    void cutOff(Host host, Duration time) {
        host.cutUntil = timeline.elapsed().plus(time);
        if (host.network != null) {
            host.network.cutUntil(host.cutUntil);
        }
        if (host.process != null) {
            lineBreaks(host, Fencing.SILENCE);
        }
    }

    /// The machine loses its power: nothing of it runs any more, and nobody is told.
    void powerOff(Host host) {
        if (host.process != null) {
            host.process.kill();
            host.process = null;
            host.agent = null;
        }
        host.off = true;
        host.lease = null;
        host.machine.powerOff();
    }

    void powerOn(Host host) {
        host.off = false;
        start();
    }

    /// No faults from now on. What was cut off or has no power stays so for long enough to be given up, since before
    /// that no control plane may have lived for so long at a time; this returns when all of that is over.
    void heal() {
        chaos.heal();
        Duration lasting = FENCE.plus(Fencing.MARGIN).plusSeconds(30);
        Duration end = timeline.elapsed().plus(lasting);
        for (Host host : hosts) {
            host.cutUntil = host.cutUntil.compareTo(end) < 0 ? host.cutUntil : end;
            if (host.network != null) {
                host.network.cutUntil(host.cutUntil);
            }
        }
        start();
        run(lasting);
        hosts.forEach(host -> host.off = false);
        start();
    }

    /// The control plane sees that a connection broke.
    private void lineBreaks(Host host, Duration after) {
        HostChannel line = host.network == null ? null : host.network.given();
        timeline.schedule(controlProcess, after, () -> {
            if (control != null && line != null) {
                control.upstream().left(host.id, line);
            }
        });
    }

    /// kill -9 of the control plane.
    void killControl() {
        if (controlProcess != null) {
            controlProcess.kill();
            controlProcess = null;
            control = null;
        }
    }

    /// kill -9 of one agent. The control plane sees the connection break.
    void killAgent(Host host) {
        if (host.process != null) {
            host.process.kill();
            host.process = null;
            host.agent = null;
            lineBreaks(host, chaos.micros(5000));
        }
    }

    /// kill -9 of everything of ours, as of one process group. Containers go on.
    void killAll() {
        for (Host host : hosts) {
            if (host.process != null) {
                host.process.kill();
                host.process = null;
                host.agent = null;
            }
        }
        killControl();
    }

    /// Calls an operation as a person; the answer is dropped if the control plane dies before it is given.
    void call(String operation, SdkPojo request, Consumer<berth.control.store.Writer.Answer<SdkPojo>> done) {
        call("ecs", operation, request, done);
    }

    void call(
            String service,
            String operation,
            SdkPojo request,
            Consumer<berth.control.store.Writer.Answer<SdkPojo>> done) {
        ControlPlane now = control;
        if (now == null) {
            return;
        }
        coverage.operation(operation);
        now.dispatcher().call(service, operation, "arn:aws:iam::000000000000:user/dev", request, answer -> {
            acknowledgedVersion = Math.max(acknowledgedVersion, now.published().version());
            done.accept(answer);
        });
    }

    /// Calls an operation that must succeed.
    void mustCall(String operation, SdkPojo request) {
        mustCall("ecs", operation, request);
    }

    void mustCall(String service, String operation, SdkPojo request) {
        call(service, operation, request, answer -> {
            if (answer instanceof berth.control.store.Writer.Answer.Refused<SdkPojo>(Fault fault)
                    && fault.status() < 500) {
                throw new AssertionError(operation + " was refused: " + fault);
            }
        });
    }

    /// Runs the world for a while.
    void run(Duration time) {
        Duration end = timeline.elapsed().plus(time);
        boolean[] over = {false};
        timeline.schedule(null, time, () -> over[0] = true);
        while (!over[0] && timeline.step()) {
            checkers.afterStep();
        }
        berth.kernel.Invariants.check(timeline.elapsed().compareTo(end) >= 0, "the world stood still");
    }

    /// Runs the world until something holds, and insists that it does in time.
    void runUntil(String what, Duration within, java.util.function.BooleanSupplier holds) {
        Duration end = timeline.elapsed().plus(within);
        while (!holds.getAsBoolean()) {
            if (timeline.elapsed().compareTo(end) > 0 || !timeline.step()) {
                throw new AssertionError("not within " + within + ": " + what + "\n" + describe());
            }
            checkers.afterStep();
        }
    }

    private void committed(State state, List<Change> changes) {
        checkers.committed(state, changes);
    }

    /// The last lines of what happened, and how things stand: for people.
    String describe() {
        StringBuilder text = new StringBuilder("seed " + seed + " at " + timeline.elapsed() + "\n");
        trace.stream()
                .skip(Math.max(0, trace.size() - shown))
                .forEach(line -> text.append(line).append('\n'));
        if (control != null) {
            text.append(Standing.of(this, control.published()));
        }
        return text.toString();
    }

    /// Shows everything that happened instead of the last lines.
    void showAll() {
        shown = Integer.MAX_VALUE;
    }

    /// Planted bug: answers count one task too many.
    void miscount() {
        miscounting = true;
    }

    boolean miscounting() {
        return miscounting;
    }

    void note(String line) {
        trace.add("%9.3f %s".formatted(timeline.elapsed().toNanos() / 1e9, line));
    }

    SimMachine machine(String hostId) {
        return hosts.stream().filter(host -> host.id.equals(hostId)).findFirst().orElseThrow().machine;
    }

    String taskArn(berth.control.ecs.task.model.Task task) {
        return Account.DEFAULT.ecs("task", task.name());
    }

    Timeline timeline() {
        return timeline;
    }

    Chaos chaos() {
        return chaos;
    }

    Coverage coverage() {
        return coverage;
    }

    Rng rng() {
        return rng;
    }

    SimDisk disk() {
        return disk;
    }

    SimLogs logs() {
        return logs;
    }

    List<Host> hosts() {
        return hosts;
    }

    Checkers checkers() {
        return checkers;
    }

    Setup setup() {
        return setup;
    }

    @Nullable
    ControlPlane control() {
        return control;
    }

    long seed() {
        return seed;
    }
}
