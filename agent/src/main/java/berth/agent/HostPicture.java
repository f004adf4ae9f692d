package berth.agent;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.task.ContainerNow;
import berth.agent.task.Labels;
import berth.agent.task.TaskNow;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What this agent knows of its containers: tasks by ARN, pause containers by interface.
///
/// Inspections, answers and lists reach it in any order; [ContainerNow#seen] only moves forward, and what is
/// gone stays gone, so that a late answer brings nothing back. (The engine never gives an id twice.)
final class HostPicture {
    private static final int GONE_KEPT = 4_096;

    private final SortedMap<String, TaskNow> tasks = new TreeMap<>();
    private final SortedMap<String, EngineContainer> pauses = new TreeMap<>();
    private final SortedMap<String, Place> places = new TreeMap<>();
    private final SequencedMap<String, Boolean> gone = new LinkedHashMap<>();
    private final Consumer<String> taskTouched;
    private final Consumer<String> interfaceTouched;

    /// Where an engine's container belongs.
    private sealed interface Place {
        record OfTask(String arn, String name) implements Place {}

        record OfInterface(String id) implements Place {}
    }

    HostPicture(Consumer<String> taskTouched, Consumer<String> interfaceTouched) {
        this.taskTouched = taskTouched;
        this.interfaceTouched = interfaceTouched;
    }

    /// Takes in an inspection. What carries no label of ours is left alone.
    void seen(EngineContainer container) {
        if (gone.containsKey(container.id())) {
            return;
        }
        String arn = Labels.of(container, Labels.TASK);
        String name = Labels.of(container, Labels.CONTAINER);
        String eni = Labels.of(container, Labels.INTERFACE);
        if (arn != null && name != null) {
            places.put(container.id(), new Place.OfTask(arn, name));
            update(arn, task -> task.withContainer(name, task.container(name).seen(container)));
        } else if (eni != null) {
            seenPause(eni, container);
        }
    }

    /// A pause container, whatever its labels say.
    void seenPause(String interfaceId, EngineContainer container) {
        if (gone.containsKey(container.id())) {
            return;
        }
        EngineContainer known = pauses.get(interfaceId);
        boolean older = known != null
                && known.id().equals(container.id())
                && known.status().compareTo(container.status()) > 0;
        if (!older) {
            places.put(container.id(), new Place.OfInterface(interfaceId));
            pauses.put(interfaceId, container);
            interfaceTouched.accept(interfaceId);
        }
    }

    /// A container that the engine no longer has.
    void gone(String engineId) {
        gone.put(engineId, true);
        if (gone.size() > GONE_KEPT) {
            gone.pollFirstEntry();
        }
        switch (places.remove(engineId)) {
            case Place.OfTask(var arn, var name) -> {
                if (holds(arn, name, engineId)) {
                    update(
                            arn,
                            task -> task.withContainer(
                                    name, task.container(name).vanished()));
                }
            }
            case Place.OfInterface(var id) -> {
                EngineContainer pause = pauses.get(id);
                if (pause != null && pause.id().equals(engineId)) {
                    pauses.remove(id);
                    interfaceTouched.accept(id);
                }
            }
            case null -> {}
        }
    }

    private boolean holds(String arn, String name, String engineId) {
        TaskNow task = tasks.get(arn);
        EngineContainer engine = task == null ? null : task.container(name).engine();
        return engine != null && engine.id().equals(engineId);
    }

    boolean isGone(String engineId) {
        return gone.containsKey(engineId);
    }

    void update(String arn, UnaryOperator<TaskNow> change) {
        tasks.put(arn, change.apply(tasks.getOrDefault(arn, TaskNow.unseen(arn))));
        taskTouched.accept(arn);
    }

    /// What the control plane knows of restarts from before this agent.
    void told(DesiredTask wanted) {
        TaskNow task = tasks.get(wanted.arn());
        for (DesiredContainer container : task == null ? List.<DesiredContainer>of() : wanted.containers()) {
            ContainerNow known = task(wanted.arn(), null).container(container.name());
            ContainerNow told = known.told(container.restarts());
            if (!told.equals(known)) {
                update(wanted.arn(), now -> now.withContainer(container.name(), told));
            }
        }
    }

    /// A task as it is now, with its interface's pause container.
    TaskNow task(String arn, @Nullable String interfaceId) {
        TaskNow task = tasks.getOrDefault(arn, TaskNow.unseen(arn));
        return interfaceId == null ? task : task.withPause(pauses.get(interfaceId));
    }

    void forget(String arn) {
        tasks.remove(arn);
    }

    Set<String> taskArns() {
        return new TreeSet<>(tasks.keySet());
    }

    SortedMap<String, EngineContainer> pauses() {
        return pauses;
    }

    /// Ids of everything that is known to exist.
    Set<String> engineIds() {
        return new TreeSet<>(places.keySet());
    }

    @Nullable
    EngineContainer container(String engineId) {
        return switch (places.get(engineId)) {
            case Place.OfTask(var arn, var name) -> {
                TaskNow task = tasks.get(arn);
                EngineContainer engine =
                        task == null ? null : task.container(name).engine();
                yield engine != null && engine.id().equals(engineId) ? engine : null;
            }
            case Place.OfInterface(var id) -> pauses.get(id);
            case null -> null;
        };
    }

    /// The interfaces whose namespace a container joined that has not exited.
    Set<String> joined() {
        Set<String> joined = new TreeSet<>();
        for (TaskNow task : tasks.values()) {
            for (ContainerNow container : task.containers().values()) {
                EngineContainer engine = container.engine();
                if (engine != null && (engine.status() == Status.RUNNING || container.again())) {
                    String eni = Labels.of(engine, Labels.TASK_INTERFACE);
                    if (eni != null) {
                        joined.add(eni);
                    }
                }
            }
        }
        return joined;
    }

    /// Every container of a task that was seen running last.
    List<EngineContainer> running() {
        List<EngineContainer> running = new ArrayList<>();
        for (TaskNow task : tasks.values()) {
            for (ContainerNow container : task.containers().values()) {
                EngineContainer engine = container.engine();
                if (engine != null && engine.status() == Status.RUNNING) {
                    running.add(engine);
                }
            }
        }
        return running;
    }

    /// The exited containers of a task, by name.
    List<Map.Entry<String, EngineContainer>> exited(String arn) {
        List<Map.Entry<String, EngineContainer>> exited = new ArrayList<>();
        TaskNow task = tasks.getOrDefault(arn, TaskNow.unseen(arn));
        for (Map.Entry<String, ContainerNow> entry : task.containers().entrySet()) {
            EngineContainer engine = entry.getValue().engine();
            if (engine != null
                    && engine.status() == Status.EXITED
                    && !entry.getValue().again()) {
                exited.add(Map.entry(entry.getKey(), engine));
            }
        }
        return exited;
    }
}
