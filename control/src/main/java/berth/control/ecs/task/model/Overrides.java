package berth.control.ecs.task.model;

import berth.control.ecs.taskdef.model.ContainerDefinition.KeyValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What RunTask changed of a task definition, for this task only.
///
/// @param containers one entry for each container that something was changed of
/// @param cpu CPU units of the whole task, or null
/// @param memory MiB of the whole task, or null
/// @param taskRoleArn instead of the definition's, or null
/// @param executionRoleArn instead of the definition's, or null
/// @param ephemeralStorageGiB what its containers may write of the host's disk, or null
public record Overrides(
        List<ContainerOverride> containers,
        @Nullable Integer cpu,
        @Nullable Integer memory,
        @Nullable String taskRoleArn,
        @Nullable String executionRoleArn,
        @Nullable Integer ephemeralStorageGiB) {
    public static final Overrides NONE = new Overrides(List.of());

    public Overrides {
        containers = List.copyOf(containers);
    }

    /// Of containers alone.
    public Overrides(List<ContainerOverride> containers) {
        this(containers, null, null, null, null, null);
    }

    /// @param command instead of the definition's, or null
    /// @param environment added to the definition's; the same name replaces
    /// @param environmentFiles ARNs, instead of the definition's, or null
    public record ContainerOverride(
            String name,
            @Nullable List<String> command,
            List<KeyValue> environment,
            @Nullable Integer cpu,
            @Nullable Integer memory,
            @Nullable Integer memoryReservation,
            @Nullable List<String> environmentFiles) {
        public ContainerOverride {
            command = command == null ? null : List.copyOf(command);
            environment = List.copyOf(environment);
            environmentFiles = environmentFiles == null ? null : List.copyOf(environmentFiles);
        }

        /// One that leaves the files as they are.
        public ContainerOverride(
                String name,
                @Nullable List<String> command,
                List<KeyValue> environment,
                @Nullable Integer cpu,
                @Nullable Integer memory,
                @Nullable Integer memoryReservation) {
            this(name, command, environment, cpu, memory, memoryReservation, null);
        }
    }
}
