package berth.agent.task;

import berth.agent.engine.EngineContainer;
import berth.kernel.host.DesiredContainer;
import berth.kernel.host.DesiredTask;
import berth.kernel.host.Health;
import berth.kernel.host.Ties.Condition;
import berth.kernel.host.Ties.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who of a task waits for whom (ECS `dependsOn`), in one picture of it.
///
/// The rule. A container may be started once each of its conditions holds:
/// - START: the other was started, even if it is over by now;
/// - COMPLETE: it ran and exited; SUCCESS: with 0;
/// - HEALTHY: it runs, and its health check passed.
///
/// It never will be started, with ECS's words, once one cannot hold any more: the other never will run, or exited
/// with another code than 0 (SUCCESS) or before its check passed (HEALTHY), or has run for its own startTimeout
/// without doing what is waited for (START has no time-out). Stopping goes the other way: a container runs on until
/// those that depend on it are over. A link to another container, or a namespace of it that is shared, waits for its
/// start too ([Companions]), and says nothing about stopping.
///
/// Worked example: `web` waits for `init` SUCCESS and `db` HEALTHY; startTimeout of `db` is 30 s. `init` runs: `web`
/// waits. `init` exits with 0 and `db`, started at 12:00:00, is healthy at 12:00:20: `web` may start. Had `init`
/// exited with 3, or were `db` not healthy at 12:00:30, then `web` would never be started. To stop: `web` first,
/// `db` once `web` is over.
///
/// Differs from ECS: a condition that holds is enough, whether or not the time-out has passed since; a container that
/// was never started has no exit code (ECS: 143).
final class Dependencies {
    private final DesiredTask task;
    private final SequencedMap<String, DesiredContainer> wanted;
    private final SequencedMap<String, Standing> standings;

    /// @param wanted every container of the task, by name
    /// @param standings where each of them stands
    Dependencies(
            DesiredTask task, SequencedMap<String, DesiredContainer> wanted, SequencedMap<String, Standing> standings) {
        this.task = task;
        this.wanted = wanted;
        this.standings = standings;
    }

    /// Whether each condition of a container holds.
    boolean hold(DesiredContainer container) {
        return Companions.waitsFor(task, container).stream().allMatch(this::holds);
    }

    private boolean holds(Dependency on) {
        Standing standing = standings.get(on.container());
        return standing == null || holds(on.condition(), standing);
    }

    private static boolean holds(Condition condition, Standing standing) {
        return switch (condition) {
            case START ->
                standing instanceof Standing.Running
                        || standing instanceof Standing.Restarting
                        || standing instanceof Standing.Exited;
            case COMPLETE -> standing instanceof Standing.Exited;
            case SUCCESS ->
                standing instanceof Standing.Exited(var engine, var again)
                        && Objects.requireNonNullElse(engine.exitCode(), -1) == 0;
            case HEALTHY -> standing instanceof Standing.Running(var engine) && engine.health() == Health.HEALTHY;
        };
    }

    /// Why a container that was not started never will be, or null.
    @Nullable
    String never(DesiredContainer container, Instant at) {
        for (Dependency on : Companions.waitsFor(task, container)) {
            DesiredContainer other = wanted.get(on.container());
            String why = other == null || holds(on) ? null : never(container, on.condition(), other, at);
            if (why != null) {
                return "CannotStartContainerError: dependency graph: " + why;
            }
        }
        return null;
    }

    private @Nullable String never(
            DesiredContainer container, Condition condition, DesiredContainer other, Instant at) {
        String pair = "container ordering dependency [" + words(other) + "] for target [" + words(container) + "]";
        return switch (standing(other)) {
            case Standing.Failed failed -> "failed to resolve " + pair + " because dependency will never start";
            case Standing.Exited exited ->
                "failed to resolve " + pair
                        + (condition == Condition.HEALTHY
                                ? " as dependency stopped before it was healthy."
                                : " as dependency did not exit successfully.");
            case Standing.Running(var engine) -> {
                Instant deadline = deadline(condition, other, engine);
                yield deadline == null || at.isBefore(deadline) ? null : pair + " has timed out.";
            }
            case Standing.Restarting restarting -> null;
            case Standing.Absent absent -> null;
            case Standing.Created created -> null;
            case Standing.Misplaced misplaced -> null;
        };
    }

    /// When waiting for a container is over though it may still run, or null.
    ///
    /// @param container one that was not started
    @Nullable
    Instant deadline(DesiredContainer container) {
        Instant first = null;
        for (Dependency on : Companions.waitsFor(task, container)) {
            DesiredContainer other = wanted.get(on.container());
            if (other != null && !holds(on) && standing(other) instanceof Standing.Running(var engine)) {
                Instant deadline = deadline(on.condition(), other, engine);
                first = first == null || deadline != null && deadline.isBefore(first) ? deadline : first;
            }
        }
        return first;
    }

    private static @Nullable Instant deadline(Condition condition, DesiredContainer other, EngineContainer engine) {
        Duration timeout = other.ties().startTimeout();
        return timeout == null || engine.startedAt() == null || condition == Condition.START
                ? null
                : engine.startedAt().plus(timeout);
    }

    /// Whether a container must run on, since one that depends on it is not over.
    ///
    /// @param inFlight subjects of the actions under way
    boolean needed(DesiredContainer container, Set<String> inFlight) {
        return wanted.values().stream()
                .filter(other -> other.ties().dependsOn().stream()
                        .anyMatch(on -> on.container().equals(container.name())))
                .anyMatch(other -> inFlight.contains(EngineAction.containerSubject(task.arn(), other.name()))
                        || runs(standing(other)));
    }

    private static boolean runs(Standing standing) {
        return standing instanceof Standing.Running
                || standing instanceof Standing.Exited(var engine, var again) && again;
    }

    private Standing standing(DesiredContainer container) {
        return Objects.requireNonNull(standings.get(container.name()));
    }

    /// ECS: the agent's way of printing a container.
    private String words(DesiredContainer container) {
        String head = container.name() + '(' + container.image() + ") (";
        return switch (standing(container)) {
            case Standing.Absent absent -> head + "NONE->RUNNING)";
            case Standing.Created created -> head + "PULLED->RUNNING)";
            case Standing.Misplaced misplaced -> head + "PULLED->RUNNING)";
            case Standing.Restarting restarting -> head + "RUNNING->RUNNING)";
            case Standing.Running running -> head + "RUNNING->RUNNING)";
            case Standing.Exited(var engine, var again) -> head + "STOPPED->STOPPED) - Exit: " + engine.exitCode();
            case Standing.Failed failed -> head + "STOPPED->STOPPED)";
        };
    }
}
