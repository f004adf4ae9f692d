package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.agent.engine.EngineContainer.Status;
import berth.kernel.host.RestartPolicy;
import berth.kernel.host.Restarts;
import org.jspecify.annotations.Nullable;

/// What this agent knows of one container.
///
/// @param engine the newest inspection, or null if the engine has none; once it exited, the inspection of that
///     exit
/// @param ran true once it was seen running or exited, also after it is gone
/// @param restarts how often it was started again by its restart policy
/// @param again true if it exited and somebody started it again behind our back: it is to be stopped again
public record ContainerNow(@Nullable EngineContainer engine, boolean ran, boolean again, int restarts) {
    public static final ContainerNow UNSEEN = new ContainerNow(null, false, false, 0);

    /// One that was never started again by its restart policy.
    public ContainerNow(@Nullable EngineContainer engine, boolean ran, boolean again) {
        this(engine, ran, again, 0);
    }

    /// Takes in an inspection. Inspections may arrive out of order, so that one container only moves forward:
    /// created, running, exited. ECS: a backward event is ignored, except that an exited container that runs is
    /// stopped again, unless its restart policy says that it runs again.
    public ContainerNow seen(EngineContainer fresh) {
        boolean freshRan = fresh.status() != Status.CREATED;
        EngineContainer known = engine;
        if (known == null || !known.id().equals(fresh.id())) {
            return new ContainerNow(fresh, ran || freshRan, false, restarts);
        }
        RestartPolicy policy = Labels.restartPolicy(known);
        if (policy != null && startedLater(fresh, known)) {
            return this;
        }
        if (startedLater(known, fresh) && mayRunAgain(known, policy)) {
            return new ContainerNow(fresh, true, false, restarts + 1);
        }
        if (known.status() == Status.EXITED) {
            return afterExit(known, fresh);
        }
        return fresh.status().compareTo(known.status()) < 0
                ? this
                : new ContainerNow(fresh, ran || freshRan, false, restarts);
    }

    /// That it exited may have been missed.
    private static boolean mayRunAgain(EngineContainer known, @Nullable RestartPolicy policy) {
        return policy != null && (known.status() == Status.RUNNING || Restart.due(known, policy));
    }

    /// Takes in what the control plane knows of its restarts, from before this agent.
    public ContainerNow told(Restarts known) {
        int count = known.countAt(engine == null ? null : engine.startedAt());
        return count > restarts ? new ContainerNow(engine, ran, again, count) : this;
    }

    /// Whether it exited and will be started again by its restart policy, unless its task is to stop.
    public boolean restartDue() {
        return engine != null && Restart.due(engine, Labels.restartPolicy(engine));
    }

    private ContainerNow afterExit(EngineContainer exit, EngineContainer fresh) {
        boolean later = startedLater(exit, fresh);
        return switch (fresh.status()) {
            case RUNNING -> new ContainerNow(exit, true, later, restarts);
            case EXITED -> new ContainerNow(later ? exit : fresh, true, false, restarts);
            case CREATED -> new ContainerNow(exit, true, false, restarts);
        };
    }

    /// The engine no longer has it.
    public ContainerNow vanished() {
        return new ContainerNow(null, ran, false, restarts);
    }

    private static boolean startedLater(EngineContainer known, EngineContainer fresh) {
        return fresh.startedAt() != null
                && known.startedAt() != null
                && fresh.startedAt().isAfter(known.startedAt());
    }
}
