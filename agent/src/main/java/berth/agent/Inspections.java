package berth.agent;

import berth.agent.engine.ContainerEngine;
import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineFault;
import berth.agent.engine.Reply;
import berth.kernel.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Reads the engine into the picture: one container after an event, everything after events were missed.
///
/// One inspection of a container and one list at a time; what is asked for meanwhile is done once more
/// afterwards. A container that a list lacks is inspected before it counts as gone, since it may be newer than
/// the list.
final class Inspections {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final ContainerEngine engine;
    private final Loop loop;
    private final HostPicture picture;
    private final SortedMap<String, Boolean> inspecting = new TreeMap<>();
    private boolean listing;
    private boolean listAgain;
    private boolean listed;
    private boolean closed;
    private final Runnable whenListed;
    private final Consumer<String> whenGone;

    /// @param whenListed told after each list was taken in
    /// @param whenGone told the id of each container that turned out to be gone
    Inspections(
            ContainerEngine engine, Loop loop, HostPicture picture, Runnable whenListed, Consumer<String> whenGone) {
        this.engine = engine;
        this.loop = loop;
        this.picture = picture;
        this.whenListed = whenListed;
        this.whenGone = whenGone;
    }

    /// Whether everything was listed at least once.
    boolean listed() {
        return listed;
    }

    void close() {
        closed = true;
    }

    void list() {
        if (listing) {
            listAgain = true;
            return;
        }
        listing = true;
        Set<String> before = picture.engineIds();
        engine.list(reply -> loop.execute(() -> {
            if (!closed) {
                listing = false;
                took(before, reply);
            }
        }));
    }

    private void took(Set<String> before, Reply<List<EngineContainer>> reply) {
        switch (reply) {
            case Reply.Done<List<EngineContainer>>(var all) -> {
                Set<String> missing = new TreeSet<>(before);
                for (EngineContainer container : all) {
                    missing.remove(container.id());
                    picture.seen(container);
                }
                missing.forEach(this::inspect);
                listed = true;
                whenListed.run();
            }
            case Reply.Failed<List<EngineContainer>> failed -> loop.schedule(AGAIN, this::listUnlessClosed);
        }
        if (listAgain) {
            listAgain = false;
            list();
        }
    }

    private void listUnlessClosed() {
        if (!closed) {
            list();
        }
    }

    void inspect(String engineId) {
        if (picture.isGone(engineId) || inspecting.replace(engineId, true) != null) {
            return;
        }
        inspecting.put(engineId, false);
        engine.inspect(
                engineId,
                reply -> loop.execute(() -> {
                    if (!closed) {
                        inspected(engineId, reply);
                    }
                }));
    }

    private void inspected(String engineId, Reply<EngineContainer> reply) {
        boolean again = Boolean.TRUE.equals(inspecting.remove(engineId));
        switch (reply) {
            case Reply.Done<EngineContainer>(var container) -> picture.seen(container);
            case Reply.Failed<EngineContainer>(var fault)
            when fault.kind() == EngineFault.Kind.NOT_FOUND -> whenGone.accept(engineId);
            case Reply.Failed<EngineContainer> failed ->
                loop.schedule(AGAIN, () -> {
                    if (!closed) {
                        inspect(engineId);
                    }
                });
        }
        if (again) {
            inspect(engineId);
        }
    }
}
