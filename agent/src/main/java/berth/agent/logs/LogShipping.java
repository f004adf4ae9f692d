package berth.agent.logs;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.task.Labels;
import berth.kernel.Loop;
import berth.kernel.host.HostChannel;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// All shippers of a host, by the engine's id of their container. Lives on the agent's loop.
public final class LogShipping {
    private final String hostId;
    private final ContainerEngine engine;
    private final HostChannel.Upstream upstream;
    private final Loop loop;
    private final Supplier<LineGate> gates;
    private final Consumer<String> whenDone;
    private final SortedMap<String, LogShipper> shippers = new TreeMap<>();
    /// When the run began that a shipper was made for.
    private final SortedMap<String, Instant> runs = new TreeMap<>();

    /// @param whenDone told the id of each container whose last line is stored
    public LogShipping(
            String hostId,
            ContainerEngine engine,
            HostChannel.Upstream upstream,
            Loop loop,
            Supplier<LineGate> gates,
            Consumer<String> whenDone) {
        this.hostId = hostId;
        this.engine = engine;
        this.upstream = upstream;
        this.loop = loop;
        this.gates = gates;
        this.whenDone = whenDone;
    }

    /// Ships a container's lines if they are to be captured and there can be any. Asking again changes nothing, unless
    /// the container was started again after its last line.
    public void follow(EngineContainer container) {
        if (container.status() == Status.CREATED || !Labels.captured(container)) {
            return;
        }
        String id = container.id();
        LogShipper known = shippers.get(id);
        if (known == null || known.done() && ranAgain(container)) {
            LogShipper shipper = new LogShipper(
                    new LogShipper.LogSource(
                            id, label(container, Labels.LOG_GROUP), label(container, Labels.LOG_STREAM)),
                    hostId,
                    engine,
                    upstream,
                    loop,
                    gates.get(),
                    () -> finished(id));
            shippers.put(id, shipper);
            if (container.startedAt() != null) {
                runs.put(id, container.startedAt());
            }
            shipper.ask();
        }
    }

    /// Whether nothing of a container's output is missing from the store.
    public boolean done(EngineContainer container) {
        if (container.status() == Status.CREATED || !Labels.captured(container)) {
            return true;
        }
        LogShipper shipper = shippers.get(container.id());
        return shipper != null && shipper.done() && !ranAgain(container);
    }

    private boolean ranAgain(EngineContainer container) {
        Instant run = runs.get(container.id());
        return run != null
                && container.startedAt() != null
                && container.startedAt().isAfter(run);
    }

    /// A container is no longer on the engine.
    public void gone(String engineId) {
        LogShipper shipper = shippers.get(engineId);
        if (shipper != null && shipper.done()) {
            forget(engineId);
        } else if (shipper != null) {
            shipper.gone();
        }
    }

    /// The control plane can be reached again.
    public void hurry() {
        shippers.values().forEach(LogShipper::hurry);
    }

    public void close() {
        shippers.values().forEach(LogShipper::close);
    }

    private void forget(String engineId) {
        shippers.remove(engineId);
        runs.remove(engineId);
    }

    private void finished(String engineId) {
        LogShipper shipper = shippers.get(engineId);
        if (shipper != null && shipper.orphaned()) {
            forget(engineId);
        }
        whenDone.accept(engineId);
    }

    private static String label(EngineContainer container, String name) {
        String value = Labels.of(container, name);
        if (value == null) {
            throw new IllegalStateException("container " + container.id() + " has no label " + name);
        }
        return value;
    }
}
