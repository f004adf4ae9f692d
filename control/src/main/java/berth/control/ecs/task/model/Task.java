package berth.control.ecs.task.model;

import berth.kernel.Resources;
import berth.kernel.host.Interface;
import berth.kernel.host.NetworkMode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One running copy of a task definition.
///
/// @param cluster short name
/// @param id 32 hex digits
/// @param version starts at 1 and grows with every change of its status
/// @param protectedUntil when its protection from scale-in ends, or null where it has none
/// @param tags value by key
public record Task(
        String cluster,
        String id,
        TaskSpec spec,
        TaskStatus status,
        long version,
        @Nullable Instant protectedUntil,
        SortedMap<String, String> tags) {

    public Task {
        // Rows of the first versions have none.
        tags = tags == null || tags.isEmpty()
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /// One without tags.
    public Task(
            String cluster,
            String id,
            TaskSpec spec,
            TaskStatus status,
            long version,
            @Nullable Instant protectedUntil) {
        this(cluster, id, spec, status, version, protectedUntil, Collections.emptySortedMap());
    }

    /// `cluster/id`: the key of its row and the end of its ARN.
    public String name() {
        return cluster + '/' + id;
    }

    /// Whether it has no host: it waits for room, or stopped while it did.
    public boolean isUnplaced() {
        return spec.hostId().equals(TaskSpec.NOWHERE);
    }

    /// This task where room was found for it.
    public Task placed(TaskSpec where, TaskStatus as) {
        return new Task(cluster, id, where, as, version + 1, protectedUntil, tags);
    }

    public boolean stopped() {
        return status.last() == LastStatus.STOPPED;
    }

    public Task with(TaskStatus changed) {
        return changed.equals(status) ? this : new Task(cluster, id, spec, changed, version + 1, protectedUntil, tags);
    }

    /// This task, protected until then, or not at all.
    public Task withProtectedUntil(@Nullable Instant until) {
        return new Task(cluster, id, spec, status, version, until, tags);
    }

    /// This task with these tags and no others.
    public Task withTags(SortedMap<String, String> changed) {
        return new Task(cluster, id, spec, status, version, protectedUntil, changed);
    }

    /// Whether scale-in and deployments must leave it alone. Nothing protects a task whose stop was decided.
    public boolean isProtected(Instant now) {
        return protectedUntil != null && status.desired() == DesiredStatus.RUNNING && now.isBefore(protectedUntil);
    }

    /// What was decided when the task was accepted; never changes.
    ///
    /// @param taskDefinition `family:revision`
    /// @param group `family:F` or `service:S`, or what the caller said
    /// @param startedBy a deployment's id for service tasks, or what the caller said, or null
    /// @param service name of its service, or null for a standalone task
    /// @param capacityProvider name of the capacity provider, null where a launch type was asked for
    /// @param networkMode the mode in effect
    /// @param hostId where it runs, or [#NOWHERE]
    /// @param containerInstance 32 hex digits of the container instance, null on Fargate
    /// @param zone availability zone
    /// @param reserved what it takes of the host
    /// @param limit task-level limit, or null
    /// @param hostPorts static host ports that it takes
    /// @param attachment its network interface, awsvpc only
    /// @param overrides what RunTask changed
    /// @param platformVersion `1.4.0` on Fargate, else null
    /// @param help what relaxed mode did for this task, and what of it is not enforced, in sentences; often empty
    /// @param clientToken of the RunTask call, or null
    /// @param imageDigests the digests to run instead of what the tags name now, by container; often empty
    /// @param volumes that were configured at launch
    public record TaskSpec(
            String taskDefinition,
            String group,
            @Nullable String startedBy,
            @Nullable String service,
            LaunchType launchType,
            @Nullable String capacityProvider,
            NetworkMode networkMode,
            String hostId,
            @Nullable String containerInstance,
            String zone,
            Resources reserved,
            @Nullable Resources limit,
            List<HostPort> hostPorts,
            @Nullable Attachment attachment,
            Overrides overrides,
            @Nullable String platformVersion,
            boolean enableExecuteCommand,
            List<String> help,
            @Nullable String clientToken,
            Instant createdAt,
            SortedMap<String, String> imageDigests,
            List<ManagedVolume> volumes) {
        /// The host of a task that waits for room, and of one that stopped while it did.
        public static final String NOWHERE = "";

        public TaskSpec {
            hostPorts = List.copyOf(hostPorts);
            help = List.copyOf(help);
            // Rows of the first versions have none.
            imageDigests = Objects.requireNonNullElse(imageDigests, Collections.emptySortedMap());
            volumes = volumes == null ? List.of() : List.copyOf(volumes);
        }
    }

    /// A static host port.
    ///
    /// @param protocol `tcp` or `udp`
    public record HostPort(int port, String protocol) {}

    /// The elastic network interface of an awsvpc task.
    ///
    /// @param id the attachment's UUID
    public record Attachment(String id, Interface networkInterface) {}

    /// What became of it.
    ///
    /// @param stopCode null until a stop was decided
    /// @param connected whether the host's agent is connected
    public record TaskStatus(
            DesiredStatus desired,
            LastStatus last,
            @Nullable Instant connectivityAt,
            @Nullable Instant pullStartedAt,
            @Nullable Instant pullStoppedAt,
            @Nullable Instant startedAt,
            @Nullable Instant stoppingAt,
            @Nullable Instant executionStoppedAt,
            @Nullable Instant stoppedAt,
            @Nullable StopCode stopCode,
            @Nullable String stoppedReason,
            boolean connected,
            List<TaskContainer> containers) {
        public TaskStatus {
            containers = List.copyOf(containers);
        }
    }

    public enum DesiredStatus {
        RUNNING,
        STOPPED
    }

    /// In the order in which a task goes through them; it never goes back.
    public enum LastStatus {
        PROVISIONING,
        PENDING,
        ACTIVATING,
        RUNNING,
        DEACTIVATING,
        STOPPING,
        DEPROVISIONING,
        STOPPED
    }

    public enum LaunchType {
        EC2,
        FARGATE,
        EXTERNAL
    }

    /// ECS `stopCode`, with the words of the wire.
    public enum StopCode {
        TASK_FAILED_TO_START("TaskFailedToStart"),
        ESSENTIAL_CONTAINER_EXITED("EssentialContainerExited"),
        USER_INITIATED("UserInitiated"),
        SERVICE_SCHEDULER_INITIATED("ServiceSchedulerInitiated"),
        SPOT_INTERRUPTION("SpotInterruption"),
        TERMINATION_NOTICE("TerminationNotice");

        private final String word;

        StopCode(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
