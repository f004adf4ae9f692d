package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.agent.engine.Image;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Firelens;
import berth.kernel.host.Interface;
import berth.kernel.host.NetworkMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Brings one task from what is to what is wanted.
///
/// The rule, in the order in which it is read:
///
/// 1. A task that is not wanted: stop what runs, remove what never ran.
/// 2. A task that is to stop, or whose essential container is over, or whose network or files are missing, or disk
/// full: stop what
/// runs,
///    the last of the definition first, but one on which others depend once those are over; once nothing runs,
///    close the interface. ECS: containers without dependsOn between them are stopped side by side, and the agent
///    does not wait for the control plane after an essential exit.
/// 3. Otherwise: pull every image at once; open the interface; create each container whose image, network and
///    containers of volumesFrom are there; start it once what it depends on is there ([Dependencies]) and all
///    before it in the definition were started but those that still wait for others; start one
///    that exited again where its policy says so.
///
/// Worked example: `web` and `log` of one image, bridge. Nothing there: pull the image, once. Image there:
/// create both. `log` created, `web` still under way: nothing. Both created: start `web`. `web` runs: start
/// `log`. `web` exits: stop `log`. Had `web` to wait for `log` HEALTHY: start `log` while `web` waits.
///
/// Level-triggered: the same picture gives the same actions, except those whose subject is in flight.
/// INVARIANT: a container that ran (see [Standing]) is in no Create and no Start, and in a Restart only by its policy.
public final class TaskSupervisor {
    private final ContainerRequests requests;

    public TaskSupervisor(ContainerRequests requests) {
        this.requests = requests;
    }

    /// The actions that are due.
    ///
    /// @param desired the task as wanted, or null if the control plane knows no such task
    /// @param inFlight subjects of the actions under way, see [EngineAction#subject]
    public List<EngineAction> decide(@Nullable DesiredTask desired, TaskNow now, Set<String> inFlight) {
        Step step = new Step(now, inFlight);
        if (desired == null) {
            abandon(step);
        } else if (stopping(desired, now)) {
            windDown(desired, step);
        } else {
            bringUp(desired, step);
        }
        return List.copyOf(step.actions);
    }

    /// Whether nothing of the task is to be started any more.
    public boolean stopping(DesiredTask desired, TaskNow now) {
        return !desired.run() || resourceError(desired, now) != null || essentialOver(desired, now);
    }

    /// Whether the task has stopped: none of its containers runs, and none is on its way to.
    boolean over(DesiredTask desired, TaskNow now, Set<String> inFlight) {
        if (!stopping(desired, now)) {
            return false;
        }
        return desired.containers().stream().noneMatch(container -> {
            Standing standing = standing(container, now);
            return standing instanceof Standing.Running
                    || standing instanceof Standing.Exited(var engine, var again) && again
                    || inFlight.contains(EngineAction.containerSubject(desired.arn(), container.name()));
        });
    }

    /// Why containers of the task never will be started that wait for others, by name. To be kept in
    /// [TaskNow#blocked] before the next decision: a condition may seem to hold again when the task is stopped.
    public SortedMap<String, String> blocked(DesiredTask desired, TaskNow now, Set<String> inFlight, Instant at) {
        SortedMap<String, String> blocked = new TreeMap<>();
        List<DesiredContainer> waiting = waiting(desired, now, inFlight);
        if (waiting.isEmpty()) {
            return blocked;
        }
        Dependencies dependencies = dependencies(desired, now);
        for (DesiredContainer container : waiting) {
            String why = dependencies.never(container, at);
            if (why != null) {
                blocked.put(container.name(), why);
            }
        }
        return blocked;
    }

    /// When [#blocked] is to be asked again though nothing happened, or null.
    public @Nullable Instant deadline(DesiredTask desired, TaskNow now, Set<String> inFlight) {
        List<DesiredContainer> waiting = waiting(desired, now, inFlight);
        if (waiting.isEmpty()) {
            return null;
        }
        Dependencies dependencies = dependencies(desired, now);
        return waiting.stream()
                .map(dependencies::deadline)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /// Containers that wait for others to be started, and are not about to be; none of a task that stops. Of most tasks
    /// there are none ever, which costs no look at where their containers stand.
    private List<DesiredContainer> waiting(DesiredTask desired, TaskNow now, Set<String> inFlight) {
        List<DesiredContainer> tied = desired.containers().stream()
                .filter(container -> !Companions.waitsFor(desired, container).isEmpty())
                .toList();
        if (tied.isEmpty() || stopping(desired, now)) {
            return List.of();
        }
        return tied.stream()
                .filter(container -> !standing(container, now).startedOnce())
                .filter(container -> !inFlight.contains(EngineAction.containerSubject(desired.arn(), container.name())))
                .toList();
    }

    private Dependencies dependencies(DesiredTask desired, TaskNow now) {
        SequencedMap<String, DesiredContainer> wanted = new LinkedHashMap<>();
        SequencedMap<String, Standing> standings = new LinkedHashMap<>();
        for (DesiredContainer container : desired.containers()) {
            wanted.put(container.name(), container);
            standings.put(container.name(), standing(container, now));
        }
        return new Dependencies(desired, wanted, standings);
    }

    Standing standing(DesiredContainer container, TaskNow now) {
        return Standing.of(container, requests.imageOf(container), now);
    }

    boolean pulled(DesiredContainer container, TaskNow now) {
        return now.images().containsKey(requests.imageOf(container));
    }

    @Nullable
    Image image(DesiredContainer container, TaskNow now) {
        return now.images().get(requests.imageOf(container));
    }

    /// Why the task has no network and will have none, or null. That a namespace was lost can be seen only
    /// until its containers are stopped; the agent keeps it in [TaskNow#networkLost].
    public @Nullable String networkError(DesiredTask desired, TaskNow now) {
        Interface eni = desired.networkInterface();
        if (desired.networkMode() != NetworkMode.AWSVPC || eni == null) {
            return null;
        }
        if (now.networkLost() != null) {
            return now.networkLost();
        }
        if (!networkReady(desired, now) && holdsNamespace(now)) {
            return "ContainerNetworkingError: the container that held the namespace of " + eni.id() + " ("
                    + eni.address() + ") is gone" + lastWords(now.pause());
        }
        Attempt open = now.attempt(EngineAction.openKey(eni.id()));
        return open != null && Retry.openOver(open)
                ? "ResourceInitializationError: unable to set up " + eni.id() + " (" + eni.address() + "): "
                        + open.fault().message()
                : null;
    }

    /// Why something is missing that all the task needs, or null: room on the disk, its network, or a file of
    /// variables.
    public @Nullable String resourceError(DesiredTask desired, TaskNow now) {
        if (now.storageExceeded() != null) {
            return now.storageExceeded();
        }
        String network = networkError(desired, now);
        return network == null ? fileError(desired, now) : network;
    }

    private static @Nullable String fileError(DesiredTask desired, TaskNow now) {
        for (DesiredContainer container : desired.containers()) {
            for (String file : Firelens.objects(container)) {
                Attempt read = now.attempt(EngineAction.readKey(file));
                if (read != null && Retry.pullOver(read)) {
                    String name = file.substring(file.lastIndexOf('/') + 1);
                    return container.environmentFiles().contains(file)
                            ? "ResourceInitializationError: failed to download env files: file download command: non empty"
                                    + " error stream: failed to download file " + name + ": "
                                    + read.fault().message()
                            : "ResourceInitializationError: unable to download firelens s3 config file " + name + ": "
                                    + read.fault().message();
                }
            }
        }
        return null;
    }

    static boolean networkReady(DesiredTask desired, TaskNow now) {
        EngineContainer pause = now.pause();
        return desired.networkMode() != NetworkMode.AWSVPC || (pause != null && pause.status() == Status.RUNNING);
    }

    private static boolean holdsNamespace(TaskNow now) {
        return now.present().values().stream().anyMatch(engine -> engine.status() != Status.EXITED);
    }

    private static String lastWords(@Nullable EngineContainer pause) {
        return pause == null || pause.exitCode() == null ? "" : ", it exited with code " + pause.exitCode();
    }

    private boolean essentialOver(DesiredTask desired, TaskNow now) {
        return desired.containers().stream()
                .anyMatch(container ->
                        container.essential() && standing(container, now).over());
    }

    private void abandon(Step step) {
        List<Map.Entry<String, EngineContainer>> present =
                new ArrayList<>(step.now.present().entrySet());
        present.sort(Comparator.comparing((Map.Entry<String, EngineContainer> e) -> Labels.index(e.getValue()))
                .reversed());
        for (Map.Entry<String, EngineContainer> entry : present) {
            String name = entry.getKey();
            EngineContainer engine = entry.getValue();
            boolean runs = engine.status() == Status.RUNNING
                    || step.now.container(name).again();
            if (runs) {
                step.add(new EngineAction.Stop(step.now.arn(), name, engine.id(), Labels.stopTimeout(engine)));
            } else if (engine.status() == Status.CREATED) {
                step.add(new EngineAction.Remove(step.now.arn(), name, engine.id()));
            }
        }
    }

    private void windDown(DesiredTask desired, Step step) {
        Dependencies dependencies = dependencies(desired, step.now);
        for (DesiredContainer container : desired.containers().reversed()) {
            if (!dependencies.needed(container, step.inFlight)) {
                stopIfRunning(desired, container, step);
            }
        }
        EngineContainer pause = step.now.pause();
        if (pause != null && desired.networkInterface() != null && over(desired, step.now, step.inFlight)) {
            step.add(new EngineAction.CloseInterface(
                    desired.arn(), desired.networkInterface().id(), pause.id()));
        }
    }

    private void stopIfRunning(DesiredTask desired, DesiredContainer container, Step step) {
        EngineContainer running = switch (standing(container, step.now)) {
            case Standing.Running(var engine) -> engine;
            case Standing.Exited(var engine, var again) when again -> engine;
            case Standing.Exited exited -> null;
            case Standing.Restarting restarting -> null;
            case Standing.Absent absent -> null;
            case Standing.Created created -> null;
            case Standing.Misplaced misplaced -> null;
            case Standing.Failed failed -> null;
        };
        if (running != null) {
            step.add(new EngineAction.Stop(desired.arn(), container.name(), running.id(), container.stopTimeout()));
        }
    }

    private void bringUp(DesiredTask desired, Step step) {
        pullImages(desired, step);
        readFiles(desired, step);
        openInterface(desired, step);
        Dependencies dependencies = dependencies(desired, step.now);
        boolean mayStart = true;
        for (DesiredContainer container : desired.containers()) {
            Standing standing = standing(container, step.now);
            switch (standing) {
                case Standing.Absent absent -> create(desired, container, step);
                case Standing.Created(var engine) -> {
                    if (mayStart && dependencies.hold(container)) {
                        step.add(new EngineAction.Start(desired.arn(), container.name(), engine.id()));
                    }
                }
                case Standing.Misplaced(var engine) ->
                    step.add(new EngineAction.Remove(desired.arn(), container.name(), engine.id()));
                case Standing.Exited exited -> stopIfRunning(desired, container, step);
                case Standing.Restarting(var engine) -> restart(desired, container, engine, step);
                case Standing.Running running -> {}
                case Standing.Failed failed -> {}
            }
            mayStart &= standing.startedOnce() || !dependencies.hold(container);
        }
    }

    private static void restart(DesiredTask desired, DesiredContainer container, EngineContainer exit, Step step) {
        if (exit.startedAt() != null) {
            step.add(new EngineAction.Restart(desired.arn(), container.name(), exit.id(), exit.startedAt()));
        }
    }

    private void pullImages(DesiredTask desired, Step step) {
        Set<String> asked = new TreeSet<>();
        for (DesiredContainer container : desired.containers()) {
            String image = requests.imageOf(container);
            boolean needed = standing(container, step.now) instanceof Standing.Absent
                    && !step.now.images().containsKey(image);
            if (needed && asked.add(image)) {
                step.add(new EngineAction.Pull(desired.arn(), image, container.registryCredentials()));
            }
        }
    }

    /// What a container ran with once is not read again.
    private void readFiles(DesiredTask desired, Step step) {
        Set<String> asked = new TreeSet<>();
        for (DesiredContainer container : desired.containers()) {
            if (standing(container, step.now) instanceof Standing.Absent) {
                Firelens.objects(container).stream()
                        .filter(file -> !step.now.files().containsKey(file) && asked.add(file))
                        .forEach(file -> step.add(new EngineAction.ReadFile(desired.arn(), file)));
            }
        }
    }

    private static void openInterface(DesiredTask desired, Step step) {
        Interface eni = desired.networkInterface();
        if (eni == null || networkReady(desired, step.now)) {
            return;
        }
        EngineContainer pause = step.now.pause();
        if (pause != null && InterfacePool.broken(pause)) {
            step.add(new EngineAction.CloseInterface(desired.arn(), eni.id(), pause.id()));
        } else {
            step.add(new EngineAction.OpenInterface(desired.arn(), eni));
        }
    }

    private void create(DesiredTask desired, DesiredContainer container, Step step) {
        Image image = image(container, step.now);
        if (image != null
                && networkReady(desired, step.now)
                && volumesReady(desired, container, step.now)
                && companionsReady(desired, container, step.now)
                && step.now.files().keySet().containsAll(Firelens.objects(container))) {
            step.add(new EngineAction.Create(
                    desired.arn(), container.name(), requests.from(desired, container, image, step.now)));
        }
    }

    /// The engine takes no link to a container that never ran, and no namespace of one.
    private boolean companionsReady(DesiredTask desired, DesiredContainer container, TaskNow now) {
        List<String> joined = Companions.joined(desired, container);
        return desired.containers().stream()
                .filter(other -> joined.contains(other.name()))
                .allMatch(other -> standing(other, now).startedOnce());
    }

    /// ECS: volumesFrom waits until the other container is created. One that never will be is left to the engine's
    /// refusal.
    private boolean volumesReady(DesiredTask desired, DesiredContainer container, TaskNow now) {
        return container.settings().volumesFrom().stream()
                .flatMap(from -> desired.containers().stream()
                        .filter(other -> other.name().equals(from.sourceContainer())))
                .noneMatch(other -> standing(other, now) instanceof Standing.Absent);
    }

    /// Collects actions, leaving out those that wait or whose subject is busy.
    private static final class Step {
        private final TaskNow now;
        private final Set<String> inFlight;
        private final List<EngineAction> actions = new ArrayList<>();

        Step(TaskNow now, Set<String> inFlight) {
            this.now = now;
            this.inFlight = inFlight;
        }

        void add(EngineAction action) {
            if (!inFlight.contains(action.subject()) && now.rested(action.attemptKey())) {
                actions.add(action);
            }
        }
    }
}
