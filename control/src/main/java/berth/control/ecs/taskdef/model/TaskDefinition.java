package berth.control.ecs.taskdef.model;

import berth.control.ecs.instance.model.PlacementConstraint;
import berth.kernel.host.Namespaces;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.Volume;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One revision of a family.
///
/// @param networkMode as registered; null where it was left out (the mode in effect is a property of the task)
/// @param cpu CPU units of the whole task, or null
/// @param memory MiB of the whole task, or null
/// @param requiresCompatibilities as registered, `EC2`, `FARGATE`, `EXTERNAL`; empty where left out
/// @param compatibilities what the definition satisfies, computed at registration
/// @param taskRoleArn kept and echoed, not enforced yet
/// @param executionRoleArn kept and echoed, not enforced yet
/// @param placementConstraints memberOf ones, which its tasks keep on EC2
/// @param registeredBy ARN of the caller
/// @param volumes what its containers may mount
/// @param namespaces which its containers share
/// @param runtimePlatform as registered, or null
/// @param ephemeralStorageGiB what its containers may write of the host's disk, or null
/// @param enableFaultInjection whether its containers may ask for network faults; as registered, null where left out
public record TaskDefinition(
        String family,
        int revision,
        Status status,
        List<ContainerDefinition> containers,
        @Nullable NetworkMode networkMode,
        @Nullable Integer cpu,
        @Nullable Integer memory,
        List<String> requiresCompatibilities,
        List<String> compatibilities,
        @Nullable String taskRoleArn,
        @Nullable String executionRoleArn,
        Instant registeredAt,
        String registeredBy,
        @Nullable Instant deregisteredAt,
        List<PlacementConstraint> placementConstraints,
        List<Volume> volumes,
        Namespaces namespaces,
        @Nullable RuntimePlatform runtimePlatform,
        @Nullable Integer ephemeralStorageGiB,
        @Nullable Boolean enableFaultInjection) {

    public TaskDefinition {
        // Rows of the first versions have none.
        placementConstraints = placementConstraints == null ? List.of() : List.copyOf(placementConstraints);
        volumes = volumes == null ? List.of() : List.copyOf(volumes);
        namespaces = Objects.requireNonNullElse(namespaces, Namespaces.OWN);
        containers = List.copyOf(containers);
        requiresCompatibilities = List.copyOf(requiresCompatibilities);
        compatibilities = List.copyOf(compatibilities);
    }

    /// One without placement constraints, volumes and what came later.
    public TaskDefinition(
            String family,
            int revision,
            Status status,
            List<ContainerDefinition> containers,
            @Nullable NetworkMode networkMode,
            @Nullable Integer cpu,
            @Nullable Integer memory,
            List<String> requiresCompatibilities,
            List<String> compatibilities,
            @Nullable String taskRoleArn,
            @Nullable String executionRoleArn,
            Instant registeredAt,
            String registeredBy,
            @Nullable Instant deregisteredAt) {
        this(
                family,
                revision,
                status,
                containers,
                networkMode,
                cpu,
                memory,
                requiresCompatibilities,
                compatibilities,
                taskRoleArn,
                executionRoleArn,
                registeredAt,
                registeredBy,
                deregisteredAt,
                List.of(),
                List.of(),
                Namespaces.OWN,
                null,
                null,
                null);
    }

    /// @param cpuArchitecture `X86_64`, `ARM64` or null
    /// @param operatingSystemFamily `LINUX` or null
    public record RuntimePlatform(
            @Nullable String cpuArchitecture, @Nullable String operatingSystemFamily) {}

    public enum Status {
        ACTIVE,
        INACTIVE,
        /// It is to be deleted, and something still uses it.
        DELETE_IN_PROGRESS
    }

    /// The same revision with what it was found to satisfy.
    public TaskDefinition withCompatibilities(List<String> found) {
        return new TaskDefinition(
                family,
                revision,
                status,
                containers,
                networkMode,
                cpu,
                memory,
                requiresCompatibilities,
                found,
                taskRoleArn,
                executionRoleArn,
                registeredAt,
                registeredBy,
                deregisteredAt,
                placementConstraints,
                volumes,
                namespaces,
                runtimePlatform,
                ephemeralStorageGiB,
                enableFaultInjection);
    }

    /// The same revision, INACTIVE since `at`.
    public TaskDefinition deregistered(Instant at) {
        return with(Status.INACTIVE, at);
    }

    /// The same revision with another status.
    public TaskDefinition with(Status changed) {
        return with(changed, deregisteredAt);
    }

    private TaskDefinition with(Status changed, @Nullable Instant deregistered) {
        return new TaskDefinition(
                family,
                revision,
                changed,
                containers,
                networkMode,
                cpu,
                memory,
                requiresCompatibilities,
                compatibilities,
                taskRoleArn,
                executionRoleArn,
                registeredAt,
                registeredBy,
                deregistered,
                placementConstraints,
                volumes,
                namespaces,
                runtimePlatform,
                ephemeralStorageGiB,
                enableFaultInjection);
    }

    /// The architecture that its hosts must have, as `ecs.cpu-architecture` says it; null: any.
    public @Nullable String architecture() {
        String given = runtimePlatform == null ? null : runtimePlatform.cpuArchitecture();
        return given == null ? null : given.toLowerCase(Locale.ROOT);
    }

    /// `family:revision`, as people write it and as tasks and services refer to it.
    public String name() {
        return family + ':' + revision;
    }

    public ContainerDefinition container(String name) {
        return containers.stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
