package berth.kernel.host;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One container of a task, as its host should run it.
///
/// @param arn the container's ARN
/// @param name its name in the task definition
/// @param image the image as the task definition writes it; the agent applies the image map
/// @param imageDigest the digest to use instead of the tag, once one was pinned, or null
/// @param essential whether its exit stops the task; the metadata endpoint and stop order read it
/// @param started true once the control plane knows that it ran: it is then never created again
/// @param cpu CPU units; 0 and 1 become 2 shares
/// @param memory hard limit in MiB, or null
/// @param memoryReservation soft limit in MiB, or null
/// @param ports what to publish, host ports already decided
/// @param command overrides the image's CMD, or null
/// @param entryPoint overrides the image's ENTRYPOINT, or null
/// @param environment in the order of the definition, overrides merged
/// @param healthCheck or null: then an image's own HEALTHCHECK is switched off, as ECS ignores it
/// @param stopTimeout between the stop signal and SIGKILL
/// @param log where its output goes
/// @param registryCredentials to pull with, or null
/// @param settings what the engine gets as it is
/// @param ties what ties it to the others of its task
/// @param environmentFiles ARNs of files with more variables; those of the environment win, then those of earlier files
/// @param restarts how often it was started again, as far as the control plane knows
public record DesiredContainer(
        String arn,
        String name,
        String image,
        @Nullable String imageDigest,
        boolean essential,
        boolean started,
        int cpu,
        @Nullable Integer memory,
        @Nullable Integer memoryReservation,
        List<PortBinding> ports,
        @Nullable List<String> command,
        @Nullable List<String> entryPoint,
        SequencedMap<String, String> environment,
        @Nullable HealthCheck healthCheck,
        Duration stopTimeout,
        LogRoute log,
        @Nullable RegistryCredentials registryCredentials,
        ContainerSettings settings,
        Ties ties,
        Restarts restarts,
        List<String> environmentFiles) {
    public DesiredContainer {
        ports = List.copyOf(ports);
        command = command == null ? null : List.copyOf(command);
        entryPoint = entryPoint == null ? null : List.copyOf(entryPoint);
        ties = Objects.requireNonNullElse(ties, Ties.NONE);
        restarts = Objects.requireNonNullElse(restarts, Restarts.NONE);
        environmentFiles = environmentFiles == null ? List.of() : List.copyOf(environmentFiles);
    }

    /// One on its own.
    public DesiredContainer(
            String arn,
            String name,
            String image,
            @Nullable String imageDigest,
            boolean essential,
            boolean started,
            int cpu,
            @Nullable Integer memory,
            @Nullable Integer memoryReservation,
            List<PortBinding> ports,
            @Nullable List<String> command,
            @Nullable List<String> entryPoint,
            SequencedMap<String, String> environment,
            @Nullable HealthCheck healthCheck,
            Duration stopTimeout,
            LogRoute log,
            @Nullable RegistryCredentials registryCredentials,
            ContainerSettings settings) {
        this(
                arn,
                name,
                image,
                imageDigest,
                essential,
                started,
                cpu,
                memory,
                memoryReservation,
                ports,
                command,
                entryPoint,
                environment,
                healthCheck,
                stopTimeout,
                log,
                registryCredentials,
                settings,
                Ties.NONE,
                Restarts.NONE,
                List.of());
    }

    /// The same, tied to the others in another way.
    public DesiredContainer with(Ties other) {
        return new DesiredContainer(
                arn,
                name,
                image,
                imageDigest,
                essential,
                started,
                cpu,
                memory,
                memoryReservation,
                ports,
                command,
                entryPoint,
                environment,
                healthCheck,
                stopTimeout,
                log,
                registryCredentials,
                settings,
                other,
                restarts,
                environmentFiles);
    }
}
