package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineFault;
import berth.kernel.host.DesiredContainer;
import org.jspecify.annotations.Nullable;

/// Where one wanted container stands, in the one reading that actions and reports share.
public sealed interface Standing {

    /// Nothing exists and nothing speaks against creating it.
    record Absent() implements Standing {}

    /// Created and ready to be started.
    record Created(EngineContainer engine) implements Standing {}

    /// Created, but its dynamic host port was taken: to be removed and created again with another.
    record Misplaced(EngineContainer engine) implements Standing {}

    record Running(EngineContainer engine) implements Standing {}

    /// Exited, and is to be started again by its restart policy: counts as running.
    record Restarting(EngineContainer engine) implements Standing {}

    /// Ran and exited.
    ///
    /// @param again started once more by somebody else; still counts as exited, and is to be stopped
    record Exited(EngineContainer engine, boolean again) implements Standing {}

    /// Will never run.
    ///
    /// @param error in ECS's form `CannotPullContainerError: …`
    /// @param engine what is left of it, or null
    record Failed(String error, @Nullable EngineContainer engine) implements Standing {}

    /// ECS: the agent's words for a container that the engine lost.
    String VANISHED = "ContainerVanishedError: No container matching saved ID found";

    /// Whether the container will not run from now on, whatever happens.
    default boolean over() {
        return switch (this) {
            case Absent() -> false;
            case Created(var engine) -> false;
            case Misplaced(var engine) -> false;
            case Running(var engine) -> false;
            case Restarting(var engine) -> false;
            case Exited(var engine, var again) -> true;
            case Failed(var error, var engine) -> true;
        };
    }

    /// Whether it was started, so that the next in the definition's order may be.
    default boolean startedOnce() {
        return this instanceof Running || this instanceof Restarting || over();
    }

    /// Reads where a container stands. That it ran is final: known to the control plane, seen by this agent, or
    /// shown by the engine.
    static Standing of(DesiredContainer wanted, String image, TaskNow now) {
        ContainerNow known = now.container(wanted.name());
        EngineContainer engine = known.engine();
        if (engine == null) {
            return ofMissing(wanted, image, now, known);
        }
        return switch (engine.status()) {
            case EXITED -> restarts(wanted, now, engine) ? new Restarting(engine) : new Exited(engine, known.again());
            case RUNNING -> new Running(engine);
            case CREATED -> ofCreated(wanted, now, known, engine);
        };
    }

    /// Where starting it again failed for good, its exit stands.
    private static boolean restarts(DesiredContainer wanted, TaskNow now, EngineContainer exit) {
        Attempt restart = now.attempt(EngineAction.restartKey(wanted.name()));
        boolean over = restart != null && Retry.startOver(restart, false);
        return !over && Restart.due(exit, wanted.ties().restartPolicy());
    }

    private static Standing ofMissing(DesiredContainer wanted, String image, TaskNow now, ContainerNow known) {
        if (wanted.started() || known.ran()) {
            return new Failed(VANISHED, null);
        }
        String blocked = now.blocked().get(wanted.name());
        if (blocked != null) {
            return new Failed(blocked, null);
        }
        Attempt start = now.attempt(EngineAction.startKey(wanted.name()));
        if (start != null && Retry.startOver(start, dynamicPorts(wanted))) {
            return new Failed("CannotStartContainerError: " + start.fault().message(), null);
        }
        Attempt create = now.attempt(EngineAction.createKey(wanted.name()));
        if (create != null && Retry.createOver(create)) {
            return new Failed("CannotCreateContainerError: " + create.fault().message(), null);
        }
        Attempt pull = now.attempt(EngineAction.pullKey(image));
        if (pull != null && Retry.pullOver(pull)) {
            return new Failed("CannotPullContainerError: " + pullMessage(pull), null);
        }
        return new Absent();
    }

    private static Standing ofCreated(
            DesiredContainer wanted, TaskNow now, ContainerNow known, EngineContainer engine) {
        if (wanted.started() || known.ran()) {
            return new Failed(VANISHED, engine);
        }
        String blocked = now.blocked().get(wanted.name());
        if (blocked != null) {
            return new Failed(blocked, engine);
        }
        boolean dynamic = dynamicPorts(wanted);
        Attempt start = now.attempt(EngineAction.startKey(wanted.name()));
        if (start != null && Retry.startOver(start, dynamic)) {
            return new Failed("CannotStartContainerError: " + start.fault().message(), engine);
        }
        if (start != null && engine.id().equals(start.engineId())) {
            boolean moved = dynamic && start.fault().kind() == EngineFault.Kind.PORT_TAKEN;
            return moved ? new Misplaced(engine) : new Created(engine);
        }
        return ofLeftBehind(engine, dynamic);
    }

    /// A created container that this agent did not try to start: new, or from before a crash.
    private static Standing ofLeftBehind(EngineContainer engine, boolean dynamic) {
        String error = engine.error();
        if (error == null || error.isEmpty()) {
            return new Created(engine);
        }
        return dynamic && saysPortTaken(error)
                ? new Misplaced(engine)
                : new Failed("CannotStartContainerError: " + error, engine);
    }

    /// After a crash only the engine's words are left of a failed start.
    private static boolean saysPortTaken(String error) {
        return error.contains("port is already allocated") || error.contains("address already in use");
    }

    private static String pullMessage(Attempt pull) {
        return pull.count() == 1
                ? pull.fault().message()
                : "ref pull has been retried " + (pull.count() - 1) + " time(s): "
                        + pull.fault().message();
    }

    static boolean dynamicPorts(DesiredContainer wanted) {
        return wanted.ports().stream().anyMatch(port -> port.hostPort() == 0);
    }
}
