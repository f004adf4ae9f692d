package berth.sim;

import berth.agent.HostPorts;
import berth.agent.engine.ContainerRequest;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.EngineEvent;
import berth.agent.engine.Image;
import berth.agent.task.Labels;
import berth.kernel.host.Health;
import berth.kernel.host.PortBinding;
import berth.kernel.host.RestartPolicy;
import berth.sim.Chaos.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One machine with its containers, images and ports. It outlives every agent; [SimEngine] is one agent's handle.
///
/// What a container does follows from its image: `web` runs until something ends it, `job` prints and exits
/// with 0, `crash` exits with 1 soon, `oom` is killed for memory, `deaf` ignores its stop signal, `sick` turns
/// unhealthy, `cycle` exits after a minute or so, `missing`, `private` and `flaky` have trouble being pulled.
final class SimMachine {
    /// A container and what it has printed.
    static final class Container {
        EngineContainer shown;
        final ContainerRequest request;
        final boolean pause;
        final String installation;
        final List<Line> lines = new ArrayList<>();
        int starts;
        /// Ends after which it may be started once more.
        int endsToFollow;
        boolean toldToStop;
        /// Whether its health check ever passed.
        boolean everHealthy;

        Container(EngineContainer shown, ContainerRequest request, boolean pause, String installation) {
            this.installation = installation;
            this.shown = shown;
            this.request = request;
            this.pause = pause;
        }

        /// Ends every line, so that it can be seen which container printed it.
        String mark() {
            return " of " + shown.id().substring(56);
        }

        @Override
        public String toString() {
            String task = String.valueOf(request.labels().get(Labels.TASK));
            return shown.name() + " of " + task.substring(task.lastIndexOf('/') + 1);
        }
    }

    record Line(Instant at, String text) {}

    /// Who watches what, and whether he still lives.
    record Watcher(Timeline.Process process, String installation, Consumer<EngineEvent> listener) {}

    private final Timeline timeline;
    private final Chaos chaos;
    private final Consumer<String> notes;
    private final TreeMap<String, Container> containers = new TreeMap<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final List<Runnable> printed = new ArrayList<>();
    private final TreeSet<Integer> stolen = new TreeSet<>();
    private final TreeMap<String, Image> images = new TreeMap<>();
    private final TreeSet<String> everStarted = new TreeSet<>();
    private Timeline.Process power = new Timeline.Process("power");
    private boolean dirty;
    private boolean startsForgotten;
    private boolean restarting;
    private boolean exitsHidden;
    private boolean stopsIgnored;
    private boolean startsRefused;
    private int nextId;

    /// @param firstId ids count from here: two engines never give the same one
    /// @param notes told what the machine does, for people
    SimMachine(Timeline timeline, Chaos chaos, int firstId, Consumer<String> notes) {
        this.timeline = timeline;
        this.chaos = chaos;
        this.notes = notes;
        this.nextId = firstId;
    }

    Collection<Container> containers() {
        return containers.values();
    }

    @Nullable
    Container find(String id) {
        return containers.get(id);
    }

    @Nullable
    Container named(String name) {
        return containers.values().stream()
                .filter(container -> container.shown.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    boolean cached(String image) {
        return images.containsKey(image);
    }

    void cache(String image) {
        images.put(image, new Image("sha256:" + image, null, false, timeline.now()));
    }

    /// An image that a registry gives, unless it is there already. Tags move all the time: the digest is that of this
    /// minute.
    Image pull(String image) {
        Image there = images.get(image);
        if (there != null) {
            return new Image(there.id(), there.digest(), false, timeline.now());
        }
        int pinned = image.indexOf('@');
        String digest = pinned >= 0
                ? image.substring(pinned + 1)
                : "sha256:%064d".formatted(timeline.now().getEpochSecond() / 60);
        Image pulled = new Image("sha256:" + image, digest, true, timeline.now());
        images.put(image, pulled);
        return pulled;
    }

    void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    /// Is called whenever some container printed or ended.
    void onOutput(Runnable listener) {
        printed.add(listener);
    }

    void offOutput(Runnable listener) {
        printed.remove(listener);
    }

    /// Whether a container of a task was ever started here.
    boolean everStarted(String taskId, String container) {
        return everStarted.contains(taskId + '/' + container);
    }

    /// Planted bug: nobody knows what was started.
    void forgetStarts() {
        startsForgotten = true;
    }

    /// Planted bug: what exited is started once more, for a moment.
    void restartsByItself() {
        restarting = true;
    }

    /// Planted bug: the engine says that what exited by itself still runs, until it is told to stop it.
    void hideExits() {
        exitsHidden = true;
    }

    /// Planted bug: the engine says that what it should stop has stopped.
    void ignoreStops() {
        stopsIgnored = true;
    }

    /// Planted bug: nothing can be started.
    void refuseStarts() {
        startsRefused = true;
    }

    /// What the engine says of a container.
    EngineContainer shown(Container container) {
        EngineContainer truth = container.shown;
        // One with a health check would never pass it any more, and its rollout would never end; those that wait for
        // the
        // end of another would wait for ever: that is found, too.
        boolean awaited = container.request.healthCheck() != null
                || Workload.INIT.equals(container.request.labels().get(Labels.CONTAINER));
        boolean hidden = exitsHidden && !container.toldToStop && !awaited;
        if (hidden && truth.status() == Status.EXITED) {
            return copy(truth, Status.RUNNING, null, null, false, truth.health());
        }
        if (stopsIgnored && container.toldToStop) {
            return copy(truth, Status.EXITED, timeline.now(), 143, false, truth.health());
        }
        return truth;
    }

    /// Whether something changed since this was asked last.
    boolean takeDirty() {
        boolean was = dirty;
        dirty = false;
        return was;
    }

    /// The machine's ports as one agent sees them.
    HostPorts ports() {
        return new HostPorts() {
            @Override
            public int lastEphemeral() {
                return 60999;
            }

            @Override
            public boolean free(String address, int port, String protocol) {
                return !taken(port, protocol, null) && !stolen.contains(port);
            }
        };
    }

    Container add(ContainerRequest request, boolean pause, SequencedMap<String, String> labels, String installation) {
        String id = "%064x".formatted(++nextId);
        EngineContainer shown = new EngineContainer(
                id,
                request.name(),
                request.imageId(),
                labels,
                Status.CREATED,
                timeline.now(),
                null,
                null,
                null,
                false,
                null,
                Health.UNKNOWN,
                List.of(),
                0);
        Container container = new Container(shown, request, pause, installation);
        containers.put(id, container);
        notes.accept("created " + container);
        changed(container);
        return container;
    }

    /// A start failed: as the real engine does, the container keeps the reason.
    void startFailed(Container container, String error) {
        EngineContainer now = container.shown;
        container.shown = new EngineContainer(
                now.id(),
                now.name(),
                now.imageId(),
                now.labels(),
                now.status(),
                now.createdAt(),
                null,
                null,
                null,
                false,
                error,
                now.health(),
                now.bindings(),
                0);
        changed(container);
    }

    /// Starts a created container; answers with what stands in the way, or null.
    @Nullable
    String start(Container container) {
        if (startsRefused && !container.pause) {
            return "the machine starts nothing";
        }
        for (PortBinding binding : container.request.ports()) {
            int port = binding.hostPort();
            if (chaos.happens(Fault.PORT_STOLEN)) {
                stolen.add(port);
                timeline.schedule(null, chaos.between(500, 5000), () -> stolen.remove(port));
            }
            if (stolen.contains(port) || taken(port, binding.protocol(), container)) {
                return "Bind for %s:%d failed: port is already allocated".formatted(binding.bindIp(), port);
            }
        }
        container.starts++;
        notes.accept("started " + container);
        String task = String.valueOf(container.request.labels().get(Labels.TASK));
        if (!startsForgotten) {
            everStarted.add(task.substring(task.lastIndexOf('/') + 1)
                    + '/'
                    + container.request.labels().get(Labels.CONTAINER));
        }
        EngineContainer now = container.shown;
        container.shown = new EngineContainer(
                now.id(),
                now.name(),
                now.imageId(),
                now.labels(),
                Status.RUNNING,
                now.createdAt(),
                timeline.now(),
                null,
                null,
                false,
                null,
                Health.UNKNOWN,
                container.request.ports(),
                1000 + nextId);
        changed(container);
        if (!container.pause) {
            live(container);
        }
        return null;
    }

    /// Ends a running container.
    void exit(Container container, int code, boolean oom) {
        EngineContainer now = container.shown;
        if (now.status() != Status.RUNNING || !containers.containsKey(now.id())) {
            return;
        }
        container.shown = copy(now, Status.EXITED, timeline.now(), code, oom, now.health());
        if (runsAgain(container)) {
            container.endsToFollow++;
        }
        notes.accept("exited with " + code + ": " + container);
        changed(container);
        output();
        if (restarting && !container.pause && container.starts == 1) {
            container.shown = copy(now, Status.RUNNING, null, null, false, now.health());
            container.starts++;
            timeline.schedule(null, Duration.ofMillis(1), () -> exit(container, code, oom));
        }
    }

    /// Whether it exited and its restart policy says that it runs again.
    static boolean runsAgain(Container container) {
        EngineContainer exit = container.shown;
        RestartPolicy policy = Labels.restartPolicy(exit);
        return policy != null
                && exit.startedAt() != null
                && exit.finishedAt() != null
                && exit.exitCode() != null
                && policy.restarts(exit.exitCode(), Duration.between(exit.startedAt(), exit.finishedAt()));
    }

    /// Sends the stop signal, as the engine does: most end at once, the deaf are killed in the end.
    void stop(Container container, Duration timeout, Runnable stopped) {
        notes.accept("told to stop: " + container);
        container.toldToStop = true;
        dirty = true;
        if (stopsIgnored && !container.pause) {
            changed(container);
            stopped.run();
            return;
        }
        boolean deaf = container.shown.imageId().contains("deaf")
                || SimProgram.ignoresStop(container.request)
                || chaos.happens(Fault.STOP_IGNORED);
        Duration takes = container.pause ? chaos.micros(5000) : deaf ? timeout : chaos.between(5, 200);
        timeline.schedule(null, takes, () -> {
            exit(container, deaf ? 137 : 143, false);
            stopped.run();
        });
    }

    /// Ends a container by force, as its removal does.
    void kill(Container container) {
        if (!stopsIgnored) {
            exit(container, 137, false);
        }
    }

    void remove(Container container) {
        if (stopsIgnored && !container.pause && container.shown.status() == Status.RUNNING) {
            return;
        }
        if (containers.remove(container.shown.id()) != null) {
            notes.accept("removed " + container);
            for (Watcher watcher : watchersOf(container)) {
                tell(watcher, new EngineEvent.Removed(container.shown.id()));
            }
            output();
        }
    }

    /// The machine loses its power: whatever ran has ended.
    void powerOff() {
        power.kill();
        power = new Timeline.Process("power");
        watchers.clear();
        for (Container container : List.copyOf(containers.values())) {
            exit(container, 137, false);
        }
    }

    /// Tells every watcher that events were missed, as after a reconnect.
    void missed() {
        for (Watcher watcher : List.copyOf(watchers)) {
            tell(watcher, new EngineEvent.Missed());
        }
    }

    /// Whatever the engine is busy with belongs to this, and ends when the power fails.
    Timeline.Process power() {
        return power;
    }

    /// Running containers that are not pauses, in order.
    List<Container> running() {
        return containers.values().stream()
                .filter(container -> !container.pause && container.shown.status() == Status.RUNNING)
                .toList();
    }

    private boolean taken(int port, String protocol, @Nullable Container except) {
        return containers.values().stream()
                .filter(other -> other != except && other.shown.status() == Status.RUNNING)
                .flatMap(other -> other.shown.bindings().stream())
                .anyMatch(binding ->
                        binding.hostPort() == port && binding.protocol().equals(protocol));
    }

    /// What a container does with its life.
    private void live(Container container) {
        SimProgram program = SimProgram.of(container.request);
        if (program != null) {
            program.live(this, timeline, container);
            return;
        }
        String image = container.shown.imageId();
        int lines = image.contains("job") ? 20 + chaos.pick(40) : chaos.pick(5);
        for (int i = 0; i < lines; i++) {
            int number = i;
            timeline.schedule(
                    null, Duration.ofMillis(2L + 3L * i), () -> print(container, "line " + number + container.mark()));
        }
        if (image.contains("job")) {
            timeline.schedule(null, chaos.between(200, 3000), () -> exit(container, 0, false));
        } else if (image.contains("crash")) {
            timeline.schedule(null, chaos.between(20, 500), () -> exit(container, 1, false));
        } else if (image.contains("cycle")) {
            // Most runs last for the period after which it is started again.
            timeline.schedule(
                    null, chaos.between(55_000, 90_000), () -> exit(container, chaos.pick(8) == 0 ? 2 : 1, false));
        } else if (image.contains("oom")) {
            timeline.schedule(null, chaos.between(20, 2000), () -> exit(container, 137, true));
        }
        if (container.request.healthCheck() != null) {
            timeline.schedule(
                    null,
                    chaos.between(500, 3000),
                    () -> health(container, image.contains("sick") ? Health.UNHEALTHY : Health.HEALTHY));
        }
    }

    void health(Container container, Health health) {
        EngineContainer now = container.shown;
        if (now.status() == Status.RUNNING && containers.containsKey(now.id())) {
            container.shown = copy(now, now.status(), now.finishedAt(), now.exitCode(), now.oomKilled(), health);
            container.everHealthy |= health == Health.HEALTHY;
            changed(container);
        }
    }

    private static EngineContainer copy(
            EngineContainer from,
            Status status,
            @Nullable Instant finishedAt,
            @Nullable Integer exitCode,
            boolean oomKilled,
            Health health) {
        return new EngineContainer(
                from.id(),
                from.name(),
                from.imageId(),
                from.labels(),
                status,
                from.createdAt(),
                from.startedAt(),
                finishedAt,
                exitCode,
                oomKilled,
                from.error(),
                health,
                from.bindings(),
                status == Status.RUNNING ? from.pid() : 0);
    }

    void print(Container container, String text) {
        if (container.shown.status() == Status.RUNNING) {
            container.lines.add(new Line(timeline.now(), text));
            output();
        }
    }

    private void output() {
        List.copyOf(printed).forEach(Runnable::run);
    }

    private void changed(Container container) {
        dirty = true;
        for (Watcher watcher : watchersOf(container)) {
            if (!chaos.happens(Fault.EVENT_LOST)) {
                tell(watcher, new EngineEvent.Changed(container.shown.id()));
            }
        }
    }

    private List<Watcher> watchersOf(Container container) {
        return watchers.stream()
                .filter(watcher -> watcher.installation().equals(container.installation))
                .toList();
    }

    private void tell(Watcher watcher, EngineEvent event) {
        timeline.schedule(
                watcher.process(), chaos.micros(3000), () -> watcher.listener().accept(event));
    }

    /// The labels of a pause: those that the engine's adapter sets.
    static SequencedMap<String, String> pauseLabels(String interfaceId) {
        SequencedMap<String, String> labels = new LinkedHashMap<>();
        labels.put(Labels.INTERFACE, interfaceId);
        return labels;
    }
}
