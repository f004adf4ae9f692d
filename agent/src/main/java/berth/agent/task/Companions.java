package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.Joins;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.LogRoute;
import berth.kernel.host.Namespaces;
import berth.kernel.host.Namespaces.Mode;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.Ties.Condition;
import berth.kernel.host.Ties.Dependency;
import berth.kernel.host.Ties.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The other containers that one cannot be created without: those it links to, the log router whose address it is told
/// ([FirelensRequests]), and the one whose namespaces the task shares.
///
/// A shared namespace is that of the interface's pause container in awsvpc mode. Elsewhere it is the anchor's: the
/// first essential container that waits for no other, since the namespace ends with it, as the task does then.
///
/// Worked example, bridge, pidMode task: `init` (not essential), `web` (essential, depends on `init`) and `db`
/// (essential): the anchor is `db`, and `init` and `web` are created once it runs.
///
/// Differs from ECS: its agent runs a pause container for every task that shares a namespace.
final class Companions {
    private Companions() {}

    /// What a container waits for before it is started: dependsOn, and the start of those it joins.
    static List<Dependency> waitsFor(DesiredTask task, DesiredContainer container) {
        List<Dependency> all = new ArrayList<>(container.ties().dependsOn());
        joined(task, container).forEach(name -> all.add(new Dependency(name, Condition.START)));
        return all;
    }

    /// Names of the containers that it must be created after.
    static List<String> joined(DesiredTask task, DesiredContainer container) {
        List<String> names = new ArrayList<>();
        container.ties().links().forEach(link -> names.add(link.container()));
        routersAhead(task, container).forEach(names::add);
        String anchor = anchor(task);
        if (anchor != null && !anchor.equals(container.name())) {
            names.add(anchor);
        }
        return names;
    }

    /// In bridge mode a container is told its router's address, which it has once it runs.
    private static Stream<String> routersAhead(DesiredTask task, DesiredContainer container) {
        if (task.networkMode() != NetworkMode.BRIDGE || !(container.log() instanceof LogRoute.Router)) {
            return Stream.of();
        }
        return container.ties().dependsOn().stream()
                .map(Dependency::container)
                .filter(name -> FirelensRequests.router(task)
                        .filter(router -> router.name().equals(name))
                        .isPresent());
    }

    private static @Nullable String anchor(DesiredTask task) {
        if (!task.namespaces().shared() || task.networkMode() == NetworkMode.AWSVPC) {
            return null;
        }
        return task.containers().stream()
                .filter(one -> one.essential()
                        && one.ties().dependsOn().isEmpty()
                        && one.ties().links().isEmpty())
                .map(DesiredContainer::name)
                .findFirst()
                .orElse(null);
    }

    /// @param ids the engine's ids of the task's containers, by name
    static Joins joins(
            DesiredTask task,
            DesiredContainer container,
            @Nullable EngineContainer pause,
            SortedMap<String, String> ids) {
        String anchor = anchor(task);
        boolean owner = container.name().equals(anchor);
        String holder = anchor == null ? pause == null ? null : pause.id() : ids.get(anchor);
        Namespaces namespaces = task.namespaces();
        return new Joins(
                container.ties().links().stream().map(link -> words(link, ids)).toList(),
                words(namespaces.pid(), owner, null, holder),
                words(namespaces.ipc(), owner, "shareable", holder));
    }

    private static String words(Link link, SortedMap<String, String> ids) {
        return Objects.requireNonNullElse(ids.get(link.container()), link.container()) + ':' + link.alias();
    }

    /// @param own what the one says whose namespace it is
    private static @Nullable String words(
            @Nullable Mode mode, boolean owner, @Nullable String own, @Nullable String holder) {
        return switch (mode) {
            case null -> null;
            case HOST -> "host";
            case NONE -> "none";
            case TASK -> owner ? own : "container:" + holder;
        };
    }
}
