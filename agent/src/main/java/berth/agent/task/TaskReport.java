package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.Image;
import berth.kernel.host.ContainerState;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Health;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.ObservedTask;
import berth.kernel.host.Restarts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says what is known of a task in the control plane's words.
///
/// A container that never ran and will not is STOPPED without an exit code as soon as nothing is under way for
/// it.
public final class TaskReport {
    private final TaskSupervisor supervisor;

    public TaskReport(TaskSupervisor supervisor) {
        this.supervisor = supervisor;
    }

    /// @param desired the task as wanted, or null: then the report holds what the engine has
    public ObservedTask of(@Nullable DesiredTask desired, TaskNow now, Set<String> inFlight) {
        if (desired == null) {
            return ofUnknown(now);
        }
        boolean stopping = supervisor.stopping(desired, now);
        List<ObservedContainer> containers = new ArrayList<>();
        for (DesiredContainer container : desired.containers()) {
            boolean busy = inFlight.contains(EngineAction.containerSubject(desired.arn(), container.name()));
            containers.add(container(container, now, stopping && !busy));
        }
        return new ObservedTask(
                now.arn(),
                TaskSupervisor.networkReady(desired, now),
                supervisor.resourceError(desired, now),
                now.pullStartedAt(),
                now.pullStoppedAt(),
                containers);
    }

    private ObservedContainer container(DesiredContainer wanted, TaskNow now, boolean neverMore) {
        String name = wanted.name();
        int restarts = now.container(name).restarts();
        Image image = supervisor.image(wanted, now);
        String digest = image == null ? null : image.digest();
        return switch (supervisor.standing(wanted, now)) {
            case Standing.Absent absent ->
                nothing(
                        name,
                        neverMore
                                ? ContainerState.STOPPED
                                : image == null ? ContainerState.NONE : ContainerState.PULLED,
                        digest,
                        null);
            case Standing.Created(var engine) ->
                of(name, engine, neverMore ? ContainerState.STOPPED : ContainerState.CREATED, null, restarts);
            case Standing.Misplaced(var engine) ->
                nothing(name, neverMore ? ContainerState.STOPPED : ContainerState.PULLED, digest, null);
            case Standing.Running(var engine) -> of(name, engine, ContainerState.RUNNING, null, restarts);
            case Standing.Restarting(var engine) ->
                of(name, engine, neverMore ? ContainerState.STOPPED : ContainerState.RUNNING, null, restarts);
            case Standing.Exited(var engine, var again) -> of(name, engine, ContainerState.STOPPED, null, restarts);
            case Standing.Failed(var error, var engine) ->
                engine == null
                        ? nothing(name, ContainerState.STOPPED, digest, error)
                        : of(name, engine, ContainerState.STOPPED, error, restarts);
        };
    }

    private static ObservedTask ofUnknown(TaskNow now) {
        List<Map.Entry<String, EngineContainer>> present =
                new ArrayList<>(now.present().entrySet());
        present.sort(Comparator.comparing((Map.Entry<String, EngineContainer> e) -> Labels.index(e.getValue())));
        List<ObservedContainer> containers = present.stream()
                .map(entry -> ofUnknown(entry.getKey(), entry.getValue(), now.container(entry.getKey())))
                .toList();
        boolean joined = present.stream().anyMatch(e -> Labels.of(e.getValue(), Labels.TASK_INTERFACE) != null);
        boolean ready = !joined || (now.pause() != null && now.pause().status() == EngineContainer.Status.RUNNING);
        return new ObservedTask(now.arn(), ready, null, now.pullStartedAt(), now.pullStoppedAt(), containers);
    }

    private static ObservedContainer ofUnknown(String name, EngineContainer engine, ContainerNow container) {
        ContainerState state = switch (engine.status()) {
            case CREATED -> ContainerState.CREATED;
            case RUNNING -> ContainerState.RUNNING;
            // It may turn out to be wanted, and then runs again.
            case EXITED -> container.restartDue() ? ContainerState.RUNNING : ContainerState.STOPPED;
        };
        return of(name, engine, state, null, container.restarts());
    }

    private static ObservedContainer nothing(
            String name, ContainerState state, @Nullable String digest, @Nullable String error) {
        return new ObservedContainer(
                name, state, null, digest, null, null, null, null, false, error, Health.UNKNOWN, null, List.of());
    }

    private static ObservedContainer of(
            String name, EngineContainer engine, ContainerState state, @Nullable String error, int restarts) {
        boolean ran = engine.status() != EngineContainer.Status.CREATED;
        boolean exited = engine.status() == EngineContainer.Status.EXITED && state == ContainerState.STOPPED;
        boolean counted = ran && Labels.restartPolicy(engine) != null;
        return new ObservedContainer(
                name,
                state,
                engine.id(),
                Labels.of(engine, Labels.IMAGE_DIGEST),
                engine.createdAt(),
                ran ? engine.startedAt() : null,
                exited ? engine.finishedAt() : null,
                exited ? engine.exitCode() : null,
                exited && engine.oomKilled(),
                error,
                engine.health(),
                // Only of a failed check: what a passing one prints changes with every run and says nothing.
                engine.health() == Health.UNHEALTHY ? engine.healthOutput() : null,
                // ECS: networkBindings appear when the container runs. Whoever connects earlier makes the kernel wait
                // a second for an address that nobody has yet.
                ran ? engine.bindings() : List.of(),
                counted ? new Restarts(restarts, engine.startedAt()) : Restarts.NONE);
    }
}
