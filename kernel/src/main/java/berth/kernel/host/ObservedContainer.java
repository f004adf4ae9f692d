package berth.kernel.host;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One container as its host sees it: the engine's truth, without interpretation.
///
/// @param name name in the task definition
/// @param state how far it got
/// @param engineId the engine's 64 hex digits once created, else null
/// @param imageDigest `sha256:…` once known, else null
/// @param exitCode the exit code once it ran and exited, else null
/// @param oomKilled what the engine says; true with an exit code other than 0 means out of memory
/// @param error in ECS's form `CannotPullContainerError: …` when it failed to get to run, else null
/// @param health `HEALTHY`, `UNHEALTHY` or `UNKNOWN`
/// @param healthOutput what an UNHEALTHY container's last check printed, at most 512 characters, else null
/// @param bindings the host ports in force
/// @param restarts how often it was started again in place
public record ObservedContainer(
        String name,
        ContainerState state,
        @Nullable String engineId,
        @Nullable String imageDigest,
        @Nullable Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Integer exitCode,
        boolean oomKilled,
        @Nullable String error,
        Health health,
        @Nullable String healthOutput,
        List<PortBinding> bindings,
        Restarts restarts) {

    private static final int LONGEST_OUTPUT = 512;

    public ObservedContainer {
        bindings = List.copyOf(bindings);
        restarts = Objects.requireNonNullElse(restarts, Restarts.NONE);
        if (healthOutput != null && healthOutput.length() > LONGEST_OUTPUT) {
            healthOutput = healthOutput.substring(0, LONGEST_OUTPUT);
        }
    }

    /// One that was started once at most.
    public ObservedContainer(
            String name,
            ContainerState state,
            @Nullable String engineId,
            @Nullable String imageDigest,
            @Nullable Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Integer exitCode,
            boolean oomKilled,
            @Nullable String error,
            Health health,
            @Nullable String healthOutput,
            List<PortBinding> bindings) {
        this(
                name,
                state,
                engineId,
                imageDigest,
                createdAt,
                startedAt,
                finishedAt,
                exitCode,
                oomKilled,
                error,
                health,
                healthOutput,
                bindings,
                Restarts.NONE);
    }

    /// A container of which the host has nothing yet.
    public static ObservedContainer absent(String name) {
        return new ObservedContainer(
                name,
                ContainerState.NONE,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                Health.UNKNOWN,
                null,
                List.of());
    }
}
