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
import org.jspecify.annotations.Nullable;

/// All shippers of a host, by the engine's id of their container. Lives on the agent's loop.
public final class LogShipping {
    private final String hostId;
    private final ContainerEngine engine;
    private final HostChannel.Upstream upstream;
    private final Loop loop;
    private final Supplier<LineGate> gates;
    private final Consumer<String> whenDone;
    private final SortedMap<String, Shipped> shipped = new TreeMap<>();

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

    /// A container's shipper.
    ///
    /// @param run when the run began that it was made for, if that was known
    private record Shipped(LogShipper shipper, @Nullable Instant run) {
        /// Whether it has every line of a container, up to its last run.
        boolean all(EngineContainer container) {
            return shipper.done() && !ranAgain(container);
        }

        private boolean ranAgain(EngineContainer container) {
            return run != null
                    && container.startedAt() != null
                    && container.startedAt().isAfter(run);
        }
    }

    /// Ships a container's lines if they are to be captured and there can be any. Asking again changes nothing, unless
    /// the container was started again after its last line.
    public void follow(EngineContainer container) {
        if (container.status() == Status.CREATED || !Labels.captured(container)) {
            return;
        }
        String id = container.id();
        Shipped known = shipped.get(id);
        if (known == null || known.shipper().done() && known.ranAgain(container)) {
            LogShipper shipper = new LogShipper(
                    new LogShipper.LogSource(
                            id, label(container, Labels.LOG_GROUP), label(container, Labels.LOG_STREAM)),
                    hostId,
                    engine,
                    upstream,
                    loop,
                    gates.get(),
                    () -> finished(id));
            shipped.put(id, new Shipped(shipper, container.startedAt()));
            shipper.ask();
        }
    }

    /// Whether nothing of a container's output is missing from the store.
    public boolean done(EngineContainer container) {
        if (container.status() == Status.CREATED || !Labels.captured(container)) {
            return true;
        }
        Shipped known = shipped.get(container.id());
        return known != null && known.all(container);
    }

    /// A container is no longer on the engine.
    public void gone(String engineId) {
        Shipped known = shipped.get(engineId);
        if (known != null && known.shipper().done()) {
            shipped.remove(engineId);
        } else if (known != null) {
            known.shipper().gone();
        }
    }

    /// The control plane can be reached again.
    public void hurry() {
        shipped.values().forEach(one -> one.shipper().hurry());
    }

    public void close() {
        shipped.values().forEach(one -> one.shipper().close());
    }

    private void finished(String engineId) {
        Shipped known = shipped.get(engineId);
        if (known != null && known.shipper().orphaned()) {
            shipped.remove(engineId);
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
