package berth.agent;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.ContainerRequest;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineFault;
import berth.agent.engine.EngineFault.Kind;
import berth.agent.engine.Image;
import berth.agent.engine.Reply;
import berth.agent.task.Attempt;
import berth.agent.task.EngineAction;
import berth.agent.task.Retry;
import berth.kernel.Clock;
import berth.kernel.Loop;
import berth.kernel.Rng;
import berth.kernel.host.PortBinding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries actions out: one at a time for each subject, the answer brought to the loop and put into the picture,
/// failures counted.
final class ActionRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ActionRunner.class);

    private final ContainerEngine engine;
    private final EnvironmentFiles files;
    private final Loop loop;
    private final Clock clock;
    private final HostPicture picture;
    private final DynamicPorts ports;
    private final Pulls pulls;
    private final long seed;
    private final Consumer<String> lookAgain;
    private final SortedMap<String, EngineAction> inFlight = new TreeMap<>();
    private final SortedMap<String, Attempt> poolAttempts = new TreeMap<>();
    private final Consumer<EngineAction> settled;
    private boolean reachable = true;
    private boolean closed;

    /// @param lookAgain told the id of a container whose state is in doubt
    /// @param settled told each action that is over, after the picture took it in
    ActionRunner(AgentPorts with, HostPicture picture, Consumer<String> lookAgain, Consumer<EngineAction> settled) {
        this.engine = with.engine();
        this.files = with.files();
        this.loop = with.loop();
        this.clock = with.clock();
        this.picture = picture;
        this.ports = new DynamicPorts(with.hostPorts(), with.rng());
        this.pulls = new Pulls(engine, with.config().pullPolicy());
        this.seed = with.rng().nextLong();
        this.lookAgain = lookAgain;
        this.settled = settled;
    }

    /// Subjects of the actions under way.
    TreeSet<String> inFlight() {
        return new TreeSet<>(inFlight.keySet());
    }

    /// Failures of actions that belong to no task.
    SortedMap<String, Attempt> poolAttempts() {
        return poolAttempts;
    }

    /// While the engine cannot be reached, failures to reach it are not held against an action.
    void reachable(boolean now) {
        reachable = now;
    }

    void close() {
        closed = true;
    }

    void run(EngineAction action) {
        if (inFlight.putIfAbsent(action.subject(), action) != null) {
            return;
        }
        LOG.debug("{} ({})", action.attemptKey(), action.taskArn());
        switch (action) {
            case EngineAction.Pull pull -> pull(pull);
            case EngineAction.ReadFile read -> files.read(read.fileArn(), onLoop(reply -> read(read, reply)));
            case EngineAction.OpenInterface open ->
                engine.openInterface(open.networkInterface(), onLoop(reply -> opened(open, reply)));
            case EngineAction.Create create -> create(create);
            case EngineAction.Start start -> engine.start(start.engineId(), onLoop(reply -> started(start, reply)));
            case EngineAction.Restart restart ->
                engine.startAgain(restart.engineId(), restart.ranAt(), onLoop(reply -> restarted(restart, reply)));
            case EngineAction.Stop stop ->
                engine.stop(stop.engineId(), stop.timeout(), onLoop(reply -> stopped(stop, reply)));
            case EngineAction.Remove remove ->
                engine.remove(remove.engineId(), onLoop(reply -> removed(remove, remove.engineId(), reply)));
            case EngineAction.CloseInterface shut ->
                engine.remove(shut.engineId(), onLoop(reply -> removed(shut, shut.engineId(), reply)));
        }
    }

    /// A container exited or is gone: its dynamic ports may be given again.
    void releasePortsUnlessBusy(String arn, String name) {
        String subject = EngineAction.containerSubject(arn, name);
        if (!inFlight.containsKey(subject)) {
            ports.release(subject);
        }
    }

    /// Whether something is under way for a task.
    boolean busy(String arn) {
        return inFlight.values().stream().anyMatch(action -> arn.equals(action.taskArn()));
    }

    private void pull(EngineAction.Pull pull) {
        picture.update(pull.taskArn(), task -> task.pullStarted(clock.now()));
        pulls.pull(
                pull.image(),
                pull.credentials(),
                body -> loop.execute(() -> {
                    if (!closed) {
                        body.run();
                    }
                }),
                reply -> pulled(pull, reply));
    }

    private void pulled(EngineAction.Pull pull, Reply<Image> reply) {
        picture.update(pull.taskArn(), task -> task.pullStopped(clock.now()));
        switch (reply) {
            case Reply.Done<Image>(var image) -> {
                picture.update(pull.taskArn(), task -> task.withImage(pull.image(), image));
                succeeded(pull);
            }
            case Reply.Failed<Image>(var fault) -> failed(pull, fault, null);
        }
    }

    private void read(EngineAction.ReadFile read, Reply<String> reply) {
        switch (reply) {
            case Reply.Done<String>(var text) -> {
                picture.update(read.taskArn(), task -> task.withFile(read.fileArn(), text));
                succeeded(read);
            }
            case Reply.Failed<String>(var fault) -> failed(read, fault, null);
        }
    }

    private void opened(EngineAction.OpenInterface open, Reply<EngineContainer> reply) {
        switch (reply) {
            case Reply.Done<EngineContainer>(var pause) -> {
                picture.seenPause(open.networkInterface().id(), pause);
                succeeded(open);
            }
            case Reply.Failed<EngineContainer>(var fault) -> failed(open, fault, null);
        }
    }

    private void create(EngineAction.Create create) {
        ContainerRequest request = create.request();
        Optional<List<PortBinding>> chosen = ports.choose(create.subject(), request.ports());
        if (chosen.isEmpty()) {
            EngineFault fault = new EngineFault(Kind.UNAVAILABLE, ports.exhausted());
            loop.execute(() -> failed(create, fault, null));
            return;
        }
        engine.create(request.withPorts(chosen.get()), onLoop(reply -> created(create, reply)));
    }

    private void created(EngineAction.Create create, Reply<EngineContainer> reply) {
        switch (reply) {
            case Reply.Done<EngineContainer>(var container) -> {
                picture.seen(container);
                succeeded(create);
            }
            case Reply.Failed<EngineContainer>(var fault) -> {
                ports.release(create.subject());
                failed(create, fault, null);
            }
        }
    }

    private void started(EngineAction.Start start, Reply<EngineContainer> reply) {
        switch (reply) {
            case Reply.Done<EngineContainer>(var container) -> {
                picture.seen(container);
                if (container.status() == EngineContainer.Status.CREATED) {
                    failed(start, notStarted(container), start.engineId());
                } else {
                    succeeded(start);
                }
            }
            case Reply.Failed<EngineContainer>(var fault) -> {
                lookAgain.accept(start.engineId());
                failed(start, fault, start.engineId());
            }
        }
    }

    private void restarted(EngineAction.Restart restart, Reply<EngineContainer> reply) {
        switch (reply) {
            case Reply.Done<EngineContainer>(var container) -> {
                picture.seen(container);
                succeeded(restart);
            }
            case Reply.Failed<EngineContainer>(var fault) -> {
                lookAgain.accept(restart.engineId());
                failed(restart, fault, restart.engineId());
            }
        }
    }

    private static EngineFault notStarted(EngineContainer container) {
        String error = container.error();
        return new EngineFault(
                Kind.UNAVAILABLE, error == null ? "the engine says started, but the container is not" : error);
    }

    private void stopped(EngineAction.Stop stop, Reply<EngineContainer> reply) {
        switch (reply) {
            case Reply.Done<EngineContainer>(var container) -> {
                picture.seen(container);
                if (container.status() == EngineContainer.Status.RUNNING) {
                    lookAgain.accept(stop.engineId());
                    failed(stop, new EngineFault(Kind.UNAVAILABLE, "it runs after the stop"), stop.engineId());
                } else {
                    succeeded(stop);
                }
            }
            case Reply.Failed<EngineContainer>(var fault) -> {
                lookAgain.accept(stop.engineId());
                failed(stop, fault, stop.engineId());
            }
        }
    }

    private void removed(EngineAction action, String engineId, Reply<Void> reply) {
        switch (reply) {
            case Reply.Done<Void>(var nothing) -> {
                picture.gone(engineId);
                succeeded(action);
            }
            case Reply.Failed<Void>(var fault)
            when fault.kind() == Kind.NOT_FOUND -> {
                picture.gone(engineId);
                succeeded(action);
            }
            case Reply.Failed<Void>(var fault) -> failed(action, fault, engineId);
        }
    }

    private void succeeded(EngineAction action) {
        inFlight.remove(action.subject());
        note(action, null);
        settled.accept(action);
    }

    private void failed(EngineAction action, EngineFault fault, @Nullable String engineId) {
        inFlight.remove(action.subject());
        if (fault.kind() == Kind.UNAVAILABLE && !reachable) {
            settled.accept(action);
            return;
        }
        Attempt before = attempt(action);
        int count = before == null ? 1 : before.count() + 1;
        Duration pause =
                Retry.pause(fault.kind(), count, Rng.seeded(seed, action.subject() + action.attemptKey(), count));
        LOG.warn("{} failed {} time(s) for {}: {}", action.attemptKey(), count, action.taskArn(), fault.message());
        Attempt attempt = new Attempt(count, fault, engineId, !pause.isZero());
        note(action, attempt);
        if (attempt.waiting()) {
            loop.schedule(pause, () -> rested(action, attempt));
        }
        settled.accept(action);
    }

    private void rested(EngineAction action, Attempt attempt) {
        if (!closed && attempt.equals(attempt(action))) {
            note(action, attempt.rested());
            settled.accept(action);
        }
    }

    private @Nullable Attempt attempt(EngineAction action) {
        String arn = action.taskArn();
        return arn == null
                ? poolAttempts.get(action.attemptKey())
                : picture.task(arn, null).attempt(action.attemptKey());
    }

    private void note(EngineAction action, @Nullable Attempt attempt) {
        String arn = action.taskArn();
        if (arn != null) {
            picture.update(arn, task -> task.withAttempt(action.attemptKey(), attempt));
        } else if (attempt == null) {
            poolAttempts.remove(action.attemptKey());
        } else {
            poolAttempts.put(action.attemptKey(), attempt);
        }
    }

    private <T> Consumer<Reply<T>> onLoop(Consumer<Reply<T>> body) {
        return reply -> loop.execute(() -> {
            if (!closed) {
                body.accept(reply);
            }
        });
    }
}
