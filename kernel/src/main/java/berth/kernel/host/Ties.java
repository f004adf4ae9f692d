package berth.kernel.host;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What ties a container to the others of its task, and to its own earlier runs.
///
/// @param dependsOn what it waits for before it is started, in the order of the definition
/// @param startTimeout how long others wait for this container to do what they wait for, counted from its start; null:
///     without end
/// @param restartPolicy null: it runs once
/// @param links containers that it knows by another name, on the engine's bridge
/// @param firelens what makes it the log router of the others, or null
public record Ties(
        List<Dependency> dependsOn,
        @Nullable Duration startTimeout,
        @Nullable RestartPolicy restartPolicy,
        List<Link> links,
        @Nullable Firelens firelens) {
    /// A container on its own.
    public static final Ties NONE = new Ties(List.of(), null);

    public Ties {
        dependsOn = List.copyOf(dependsOn);
        links = links == null ? List.of() : List.copyOf(links);
    }

    /// One that runs once.
    public Ties(List<Dependency> dependsOn, @Nullable Duration startTimeout) {
        this(dependsOn, startTimeout, null);
    }

    /// One that links to no other.
    public Ties(List<Dependency> dependsOn, @Nullable Duration startTimeout, @Nullable RestartPolicy restartPolicy) {
        this(dependsOn, startTimeout, restartPolicy, List.of());
    }

    /// One that routes no logs.
    public Ties(
            List<Dependency> dependsOn,
            @Nullable Duration startTimeout,
            @Nullable RestartPolicy restartPolicy,
            List<Link> links) {
        this(dependsOn, startTimeout, restartPolicy, links, null);
    }

    /// The same that waits for these.
    public Ties waitingFor(List<Dependency> others) {
        return new Ties(others, startTimeout, restartPolicy, links, firelens);
    }

    /// Another container of the task, and how far it must have got.
    ///
    /// @param container its name
    public record Dependency(String container, Condition condition) {}

    /// Another container of the task, and the name that it is known by.
    public record Link(String container, String alias) {}

    /// ECS `dependsOn.condition`.
    public enum Condition {
        /// It was started.
        START,
        /// It ran and exited.
        COMPLETE,
        /// It ran and exited with 0.
        SUCCESS,
        /// Its health check passed.
        HEALTHY
    }
}
