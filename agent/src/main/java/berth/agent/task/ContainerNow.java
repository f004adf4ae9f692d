package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import org.jspecify.annotations.Nullable;

/// What this agent knows of one container.
///
/// @param engine the newest inspection, or null if the engine has none; once it exited, the inspection of that
///     exit
/// @param ran true once it was seen running or exited, also after it is gone
/// @param again true if it exited and somebody started it again behind our back: it is to be stopped again
public record ContainerNow(@Nullable EngineContainer engine, boolean ran, boolean again) {
    public static final ContainerNow UNSEEN = new ContainerNow(null, false, false);

    /// Takes in an inspection. Inspections may arrive out of order, so that one container only moves forward:
    /// created, running, exited. ECS: a backward event is ignored, except that an exited container that runs is
    /// stopped again.
    public ContainerNow seen(EngineContainer fresh) {
        boolean freshRan = fresh.status() != Status.CREATED;
        EngineContainer known = engine;
        if (known == null || !known.id().equals(fresh.id())) {
            return new ContainerNow(fresh, ran || freshRan, false);
        }
        if (known.status() == Status.EXITED) {
            return afterExit(known, fresh);
        }
        return fresh.status().compareTo(known.status()) < 0 ? this : new ContainerNow(fresh, ran || freshRan, false);
    }

    private static ContainerNow afterExit(EngineContainer exit, EngineContainer fresh) {
        boolean later = startedLater(exit, fresh);
        return switch (fresh.status()) {
            case RUNNING -> new ContainerNow(exit, true, later);
            case EXITED -> new ContainerNow(later ? exit : fresh, true, false);
            case CREATED -> new ContainerNow(exit, true, false);
        };
    }

    /// The engine no longer has it.
    public ContainerNow vanished() {
        return new ContainerNow(null, ran, false);
    }

    private static boolean startedLater(EngineContainer known, EngineContainer fresh) {
        return fresh.startedAt() != null
                && known.startedAt() != null
                && fresh.startedAt().isAfter(known.startedAt());
    }
}
