package berth.control.ecs.task.plan;

import berth.control.ecs.task.model.Overrides;
import berth.control.ecs.task.model.Overrides.ContainerOverride;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.KeyValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A container of a definition with what RunTask changed of it.
///
/// ECS: variables are merged by name, everything else replaces.
public record EffectiveContainer(
        ContainerDefinition definition,
        int cpu,
        @Nullable Integer memory,
        @Nullable Integer memoryReservation,
        @Nullable List<String> command,
        SequencedMap<String, String> environment,
        List<String> environmentFiles) {

    public static EffectiveContainer of(ContainerDefinition definition, Overrides overrides) {
        ContainerOverride override = overrides.containers().stream()
                .filter(one -> one.name().equals(definition.name()))
                .findFirst()
                .orElse(new ContainerOverride(definition.name(), null, List.of(), null, null, null));
        return new EffectiveContainer(
                definition,
                override.cpu() == null ? definition.cpu() : override.cpu(),
                override.memory() == null ? definition.memory() : override.memory(),
                override.memoryReservation() == null ? definition.memoryReservation() : override.memoryReservation(),
                override.command() == null ? definition.command() : override.command(),
                merged(definition.environment(), override.environment()),
                override.environmentFiles() == null ? definition.environmentFiles() : override.environmentFiles());
    }

    /// What placement reserves: the soft limit where there is one, else the hard one, in MiB.
    public int reservedMemory() {
        if (memoryReservation != null) {
            return memoryReservation;
        }
        return memory == null ? 0 : memory;
    }

    /// What it may use at most as far as it is known, in MiB.
    int largestMemory() {
        return Math.max(memory == null ? 0 : memory, memoryReservation == null ? 0 : memoryReservation);
    }

    private static SequencedMap<String, String> merged(List<KeyValue> defined, List<KeyValue> added) {
        SequencedMap<String, String> environment = new LinkedHashMap<>();
        defined.forEach(variable -> environment.put(variable.name(), variable.value()));
        added.forEach(variable -> environment.put(variable.name(), variable.value()));
        return environment;
    }
}
