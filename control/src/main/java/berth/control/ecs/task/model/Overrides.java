package berth.control.ecs.task.model;

import berth.control.ecs.taskdef.model.ContainerDefinition.KeyValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What RunTask changed of a task definition, for this task only.
///
/// @param containers one entry for each container that something was changed of
public record Overrides(List<ContainerOverride> containers) {
    public static final Overrides NONE = new Overrides(List.of());

    public Overrides {
        containers = List.copyOf(containers);
    }

    /// @param command instead of the definition's, or null
    /// @param environment added to the definition's; the same name replaces
    public record ContainerOverride(
            String name,
            @Nullable List<String> command,
            List<KeyValue> environment,
            @Nullable Integer cpu,
            @Nullable Integer memory,
            @Nullable Integer memoryReservation) {
        public ContainerOverride {
            command = command == null ? null : List.copyOf(command);
            environment = List.copyOf(environment);
        }
    }
}
