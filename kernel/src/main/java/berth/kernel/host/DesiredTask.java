package berth.kernel.host;

import berth.kernel.Resources;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One task as its host should run it. All that the agent needs is in here; it knows no task definitions.
///
/// @param arn the task's ARN
/// @param clusterName short name of the cluster
/// @param family task definition family
/// @param revision task definition revision
/// @param serviceName the service that the task belongs to, or null
/// @param group the task's group, for example `service:web`
/// @param launchType `EC2` or `FARGATE`
/// @param availabilityZone zone of the host or of the task's subnet
/// @param run true while desiredStatus is RUNNING; false: stop it
/// @param networkMode the mode in effect: `awsvpc`, `bridge`, `host` or `none`
/// @param networkInterface the interface of an awsvpc task, else null
/// @param limit task-level limit (cpu as a quota, memory hard), or null where the definition has none
/// @param taskRoleArn echoed by the metadata endpoint's consumers; no credentials are given out yet
/// @param createdAt when ECS accepted the task
/// @param containers in the order of the task definition
/// @param volumes what its containers may mount
/// @param namespaces which its containers share
/// @param ephemeralStorageGiB how much its containers may write of the host's disk, or null: no limit
/// @param faultInjection whether its containers may ask the agent for network faults
public record DesiredTask(
        String arn,
        String clusterName,
        String clusterArn,
        String family,
        int revision,
        @Nullable String serviceName,
        String group,
        String launchType,
        String availabilityZone,
        boolean run,
        NetworkMode networkMode,
        @Nullable Interface networkInterface,
        @Nullable Resources limit,
        @Nullable String taskRoleArn,
        Instant createdAt,
        List<DesiredContainer> containers,
        List<Volume> volumes,
        Namespaces namespaces,
        @Nullable Integer ephemeralStorageGiB,
        boolean faultInjection) {
    public DesiredTask {
        containers = List.copyOf(containers);
        // A control plane of the first versions says none.
        volumes = volumes == null ? List.of() : List.copyOf(volumes);
        namespaces = Objects.requireNonNullElse(namespaces, Namespaces.OWN);
    }

    /// One whose containers have namespaces of their own, no limit of what they write, and no faults.
    public DesiredTask(
            String arn,
            String clusterName,
            String clusterArn,
            String family,
            int revision,
            @Nullable String serviceName,
            String group,
            String launchType,
            String availabilityZone,
            boolean run,
            NetworkMode networkMode,
            @Nullable Interface networkInterface,
            @Nullable Resources limit,
            @Nullable String taskRoleArn,
            Instant createdAt,
            List<DesiredContainer> containers,
            List<Volume> volumes) {
        this(
                arn,
                clusterName,
                clusterArn,
                family,
                revision,
                serviceName,
                group,
                launchType,
                availabilityZone,
                run,
                networkMode,
                networkInterface,
                limit,
                taskRoleArn,
                createdAt,
                containers,
                volumes,
                Namespaces.OWN,
                null,
                false);
    }

    /// The same with other containers.
    public DesiredTask with(List<DesiredContainer> others) {
        return copy(others, namespaces);
    }

    /// The same, whose containers share other namespaces.
    public DesiredTask with(Namespaces others) {
        return copy(containers, others);
    }

    private DesiredTask copy(List<DesiredContainer> of, Namespaces sharing) {
        return new DesiredTask(
                arn,
                clusterName,
                clusterArn,
                family,
                revision,
                serviceName,
                group,
                launchType,
                availabilityZone,
                run,
                networkMode,
                networkInterface,
                limit,
                taskRoleArn,
                createdAt,
                of,
                volumes,
                sharing,
                ephemeralStorageGiB,
                faultInjection);
    }

    /// The volume of that name.
    ///
    /// @throws java.util.NoSuchElementException if there is none
    public Volume volume(String name) {
        return volumes.stream()
                .filter(volume -> volume.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// The id that ends the ARN: 32 hex digits.
    public String id() {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
