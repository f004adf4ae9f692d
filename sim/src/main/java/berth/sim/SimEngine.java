package berth.sim;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.ContainerRequest;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.EngineEvent;
import berth.agent.engine.EngineFacts;
import berth.agent.engine.EngineFault;
import berth.agent.engine.Image;
import berth.agent.engine.LineListener;
import berth.agent.engine.PullPolicy;
import berth.agent.engine.Reply;
import berth.kernel.Resources;
import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Interface;
import berth.kernel.host.RegistryCredentials;
import berth.sim.Chaos.Fault;
import berth.sim.SimMachine.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One agent's handle on a [SimMachine].
///
/// Each call travels to the engine, has its effect there, and its answer travels back. An agent that dies
/// before the call arrives never asked; one that dies after it never hears the answer, but the effect stays.
final class SimEngine implements ContainerEngine {
    private final Timeline timeline;
    private final Chaos chaos;
    private final SimMachine machine;
    private final Timeline.Process process;
    private final Resources capacity;
    private final String installation;

    SimEngine(
            Timeline timeline,
            Chaos chaos,
            SimMachine machine,
            Timeline.Process process,
            Resources capacity,
            String installation) {
        this.timeline = timeline;
        this.chaos = chaos;
        this.machine = machine;
        this.process = process;
        this.capacity = capacity;
        this.installation = installation;
    }

    @Override
    public void facts(Consumer<Reply<EngineFacts>> done) {
        call(
                Duration.ofMillis(1),
                done,
                () -> Reply.done(new EngineFacts(
                        "20.10.24", "1.41", "x86_64", capacity.cpu() / 1024, capacity.memory(), true, true)));
    }

    @Override
    public void list(Consumer<Reply<List<EngineContainer>>> done) {
        call(
                chaos.between(1, 10),
                done,
                () -> Reply.done(machine.containers().stream()
                        .filter(this::ours)
                        .map(machine::shown)
                        .toList()));
    }

    @Override
    public void pull(
            String image, PullPolicy policy, @Nullable RegistryCredentials credentials, Consumer<Reply<Image>> done) {
        boolean local = machine.cached(image);
        Duration takes = local
                ? chaos.micros(2000)
                : chaos.happens(Fault.PULL_SLOW) ? chaos.between(5_000, 40_000) : chaos.between(50, 800);
        call(takes, done, () -> {
            if (image.contains("missing")) {
                return Reply.failed(EngineFault.Kind.NOT_FOUND, "manifest for " + image + " not found");
            }
            if (image.contains("private")) {
                return Reply.failed(EngineFault.Kind.UNAUTHORIZED, "no basic auth credentials");
            }
            if (!local && chaos.happens(Fault.PULL_FAILED)) {
                return Reply.failed(EngineFault.Kind.UNAVAILABLE, "dial tcp: lookup registry: no such host");
            }
            return Reply.done(machine.pull(image));
        });
    }

    @Override
    public void openInterface(Interface networkInterface, Consumer<Reply<EngineContainer>> done) {
        call(chaos.between(20, 400), done, () -> {
            String name = "pause-" + networkInterface.id();
            Container known = machine.named(name);
            if (known == null) {
                boolean taken = machine.containers().stream()
                        .anyMatch(other -> other.pause
                                && other.shown.status() == Status.RUNNING
                                && networkInterface.address().equals(other.request.hostname()));
                if (taken) {
                    return Reply.failed(EngineFault.Kind.ADDRESS_TAKEN, "Address already in use");
                }
                known = machine.add(
                        pause(name, networkInterface),
                        true,
                        SimMachine.pauseLabels(networkInterface.id()),
                        installation);
            }
            if (known.shown.status() == Status.CREATED) {
                machine.start(known);
            }
            return Reply.done(machine.shown(known));
        });
    }

    private static ContainerRequest pause(String name, Interface networkInterface) {
        return new ContainerRequest(
                name,
                "sha256:pause",
                new LinkedHashMap<>(),
                "vpc",
                networkInterface.address(),
                2,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                new LinkedHashMap<>(),
                null,
                new LinkedHashMap<>(),
                false,
                ContainerSettings.NONE);
    }

    @Override
    public void create(ContainerRequest request, Consumer<Reply<EngineContainer>> done) {
        call(chaos.between(5, 60), done, () -> {
            Container known = machine.named(request.name());
            if (known != null) {
                return ours(known) && known.shown.labels().equals(request.labels())
                        ? Reply.done(machine.shown(known))
                        : Reply.failed(EngineFault.Kind.REFUSED, "The name " + request.name() + " is in use");
            }
            if (!machine.cached(request.imageId().substring("sha256:".length()))) {
                return Reply.failed(EngineFault.Kind.NOT_FOUND, "No such image: " + request.imageId());
            }
            if (chaos.happens(Fault.CREATE_FAILED)) {
                return Reply.failed(EngineFault.Kind.REFUSED, "invalid mount config");
            }
            return Reply.done(
                    machine.shown(machine.add(request, false, new LinkedHashMap<>(request.labels()), installation)));
        });
    }

    @Override
    public void start(String engineId, Consumer<Reply<EngineContainer>> done) {
        call(chaos.between(20, 400), done, () -> {
            Container container = find(engineId);
            if (container == null) {
                return Reply.failed(EngineFault.Kind.NOT_FOUND, "No such container: " + engineId);
            }
            if (container.shown.status() != Status.CREATED) {
                return Reply.done(machine.shown(container));
            }
            if (chaos.happens(Fault.START_FAILED)) {
                return notStarted(container, EngineFault.Kind.REFUSED, "oci runtime error: exec format error");
            }
            if (SimProgram.missing(container.request)) {
                return notStarted(container, EngineFault.Kind.REFUSED, "exec: no such file or directory");
            }
            String obstacle = machine.start(container);
            return obstacle == null
                    ? Reply.done(machine.shown(container))
                    : notStarted(container, EngineFault.Kind.PORT_TAKEN, obstacle);
        });
    }

    @Override
    public void startAgain(String engineId, Instant ranAt, Consumer<Reply<EngineContainer>> done) {
        call(chaos.between(20, 400), done, () -> {
            Container container = find(engineId);
            if (container == null) {
                return Reply.failed(EngineFault.Kind.NOT_FOUND, "No such container: " + engineId);
            }
            boolean exited = container.shown.status() == Status.EXITED && ranAt.equals(container.shown.startedAt());
            String obstacle = exited ? machine.start(container) : null;
            return obstacle == null
                    ? Reply.done(machine.shown(container))
                    : Reply.failed(EngineFault.Kind.PORT_TAKEN, obstacle);
        });
    }

    private Reply<EngineContainer> notStarted(Container container, EngineFault.Kind kind, String message) {
        machine.startFailed(container, message);
        return Reply.failed(kind, message);
    }

    @Override
    public void stop(String engineId, Duration timeout, Consumer<Reply<EngineContainer>> done) {
        arrive(() -> {
            Container container = find(engineId);
            if (container == null) {
                reply(done, Reply.failed(EngineFault.Kind.NOT_FOUND, "No such container: " + engineId));
            } else if (container.shown.status() != Status.RUNNING) {
                container.toldToStop = true;
                reply(done, Reply.done(machine.shown(container)));
            } else {
                machine.stop(container, timeout, () -> reply(done, Reply.done(machine.shown(container))));
            }
        });
    }

    @Override
    public void remove(String engineId, Consumer<Reply<Void>> done) {
        call(chaos.between(5, 60), done, () -> {
            Container container = find(engineId);
            if (container != null) {
                machine.kill(container);
                machine.remove(container);
            }
            return nothing();
        });
    }

    @SuppressWarnings("NullAway") // A Void has no other value.
    private static Reply<Void> nothing() {
        return Reply.done(null);
    }

    @Override
    public void inspect(String engineId, Consumer<Reply<EngineContainer>> done) {
        call(chaos.micros(2000), done, () -> {
            Container container = find(engineId);
            return container == null
                    ? Reply.failed(EngineFault.Kind.NOT_FOUND, "No such container: " + engineId)
                    : Reply.done(machine.shown(container));
        });
    }

    @Override
    public Watch watch(Consumer<EngineEvent> listener) {
        SimMachine.Watcher watcher = new SimMachine.Watcher(process, installation, listener);
        machine.watch(watcher);
        return () -> machine.unwatch(watcher);
    }

    @Override
    public Watch follow(String engineId, long fromLine, LineListener listener) {
        return new Following(engineId, fromLine, listener);
    }

    @Override
    public void stats(String engineId, Consumer<Reply<String>> done) {
        call(
                chaos.micros(2000),
                done,
                () -> Reply.done("{\"id\":\"" + engineId + "\",\"cpu_stats\":{},\"memory_stats\":{}}"));
    }

    @Override
    public void diskUse(Consumer<Reply<SortedMap<String, Long>>> done) {
        call(chaos.micros(2000), done, () -> Reply.done(new TreeMap<>()));
    }

    private @Nullable Container find(String engineId) {
        Container container = machine.find(engineId);
        return container != null && ours(container) ? container : null;
    }

    private boolean ours(Container container) {
        return container.installation.equals(installation);
    }

    /// There, effect, and back. A call may also never be answered in time: then the effect is there all the same.
    private <T> void call(Duration takes, Consumer<Reply<T>> done, Supplier<Reply<T>> effect) {
        arrive(() -> timeline.schedule(machine.power(), takes, () -> {
            Reply<T> reply = effect.get();
            if (chaos.happens(Fault.ENGINE_TIMEOUT)) {
                reply(done, Reply.failed(EngineFault.Kind.UNAVAILABLE, "the engine did not answer in time"));
            } else {
                reply(done, reply);
            }
        }));
    }

    private void arrive(Runnable atEngine) {
        timeline.schedule(process, chaos.micros(500), atEngine);
    }

    private <T> void reply(Consumer<Reply<T>> done, Reply<T> reply) {
        timeline.schedule(process, chaos.micros(500), () -> done.accept(reply));
    }

    /// Reads lines as they come, a task of the loop each, until the container has ended.
    private final class Following implements Watch {
        private final String engineId;
        private final LineListener listener;
        private final Runnable onOutput = this::more;
        private long next;
        private boolean scheduled;
        private boolean closed;

        Following(String engineId, long fromLine, LineListener listener) {
            this.engineId = engineId;
            this.next = fromLine;
            this.listener = listener;
            machine.onOutput(onOutput);
            more();
        }

        private void more() {
            if (!scheduled && !closed && process.alive()) {
                scheduled = true;
                timeline.schedule(process, chaos.micros(1000), this::read);
            }
        }

        private void read() {
            scheduled = false;
            Container container = find(engineId);
            if (closed) {
                return;
            }
            if (container == null) {
                close();
                listener.failed("No such container: " + engineId);
                return;
            }
            while (!closed && next < container.lines.size()) {
                SimMachine.Line line = container.lines.get((int) next);
                listener.line(next++, line.at(), line.text());
            }
            if (!closed && container.shown.status() == Status.EXITED) {
                close();
                listener.end();
            }
        }

        @Override
        public void close() {
            closed = true;
            machine.offOutput(onOutput);
        }
    }
}
