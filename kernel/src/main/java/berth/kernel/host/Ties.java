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
public record Ties(
        List<Dependency> dependsOn,
        @Nullable Duration startTimeout,
        @Nullable RestartPolicy restartPolicy) {
    /// A container on its own.
    public static final Ties NONE = new Ties(List.of(), null, null);

    public Ties {
        dependsOn = List.copyOf(dependsOn);
    }

    /// One that runs once.
    public Ties(List<Dependency> dependsOn, @Nullable Duration startTimeout) {
        this(dependsOn, startTimeout, null);
    }

    /// Another container of the task, and how far it must have got.
    ///
    /// @param container its name
    public record Dependency(String container, Condition condition) {}

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
