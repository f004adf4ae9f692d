package berth.control.ecs.task.api;

import berth.control.ecs.task.model.Overrides;
import berth.control.ecs.task.plan.OverrideRules;
import berth.control.ecs.taskdef.api.EnvironmentFileMapper;
import berth.control.ecs.taskdef.api.TaskDefinitionMapper;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.KeyValue;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.ecs.taskdef.plan.DefinitionRules;
import berth.control.ecs.taskdef.plan.TaskSize;
import berth.kernel.Fault;
import berth.wire.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/// Between the `overrides` of RunTask and our record.
final class OverridesMapper {
    /// ECS: characters of the whole structure, JSON syntax included.
    static final int LONGEST = 8192;

    /// What of it has an effect.
    static final List<String> HONOURED = List.of(
            "overrides.containerOverrides.name",
            "overrides.containerOverrides.command",
            "overrides.containerOverrides.environment",
            "overrides.containerOverrides.environmentFiles",
            "overrides.containerOverrides.cpu",
            "overrides.containerOverrides.memory",
            "overrides.containerOverrides.memoryReservation",
            "overrides.cpu",
            "overrides.memory",
            "overrides.taskRoleArn",
            "overrides.executionRoleArn",
            "overrides.ephemeralStorage");

    private OverridesMapper() {}

    /// @throws berth.kernel.FaultException InvalidParameterException, in ECS's words
    static Overrides fromSdk(@Nullable TaskOverride given, TaskDefinition definition) {
        if (given == null) {
            return Overrides.NONE;
        }
        if (new String(Json.toJson(given), StandardCharsets.UTF_8).length() > LONGEST) {
            throw Fault.invalidParameter("Container Overrides length must be at most " + LONGEST)
                    .raise();
        }
        List<Overrides.ContainerOverride> containers = new ArrayList<>();
        for (ContainerOverride override : given.containerOverrides()) {
            String name = override.name();
            if (name == null
                    || definition.containers().stream()
                            .noneMatch(one -> one.name().equals(name))) {
                throw Fault.invalidParameter("Override for container named %s is not a container in the TaskDefinition."
                                .formatted(name))
                        .raise();
            }
            if (containers.stream().anyMatch(one -> one.name().equals(name))) {
                throw Fault.invalidParameter("Container %s is overridden more than once.".formatted(name))
                        .raise();
            }
            containers.add(fromSdk(name, override, definition.container(name)));
        }
        String taskRole = TaskDefinitionMapper.given(given.taskRoleArn());
        String executionRole = TaskDefinitionMapper.given(given.executionRoleArn());
        DefinitionRules.role(taskRole);
        DefinitionRules.role(executionRole);
        String cpu = TaskDefinitionMapper.given(given.cpu());
        String memory = TaskDefinitionMapper.given(given.memory());
        Overrides overrides = new Overrides(
                containers,
                cpu == null ? null : TaskSize.cpu(cpu),
                memory == null ? null : TaskSize.memory(memory),
                taskRole,
                executionRole,
                given.ephemeralStorage() == null
                        ? null
                        : given.ephemeralStorage().sizeInGiB());
        OverrideRules.check(definition, overrides);
        return overrides;
    }

    private static Overrides.ContainerOverride fromSdk(
            String name, ContainerOverride given, ContainerDefinition definition) {
        checkMemory(given, definition);
        return new Overrides.ContainerOverride(
                name,
                given.hasCommand() ? given.command() : null,
                given.environment().stream().map(OverridesMapper::variable).toList(),
                given.cpu(),
                given.memory(),
                given.memoryReservation(),
                given.hasEnvironmentFiles() ? EnvironmentFileMapper.fromSdk(given.environmentFiles()) : null);
    }

    /// ECS: at least 6 MiB; the hard limit is not below the soft one.
    private static void checkMemory(ContainerOverride given, ContainerDefinition definition) {
        Integer memory = given.memory() == null ? definition.memory() : given.memory();
        Integer reservation =
                given.memoryReservation() == null ? definition.memoryReservation() : given.memoryReservation();
        if ((given.memory() != null && given.memory() < 6)
                || (given.memoryReservation() != null && given.memoryReservation() < 6)
                || (given.cpu() != null && given.cpu() < 0)) {
            throw Fault.invalidParameter("Override for container %s: memory and memoryReservation must be at least 6"
                                    .formatted(given.name())
                            + " MiB, cpu at least 0.")
                    .raise();
        }
        if (memory != null && reservation != null && memory < reservation) {
            throw Fault.invalidParameter(
                            "Override for container %s: memory (%d) must not be below memoryReservation (%d)."
                                    .formatted(given.name(), memory, reservation))
                    .raise();
        }
    }

    private static KeyValue variable(KeyValuePair given) {
        String name = given.name();
        if (name == null || name.isEmpty()) {
            throw Fault.invalidParameter("The name of an environment variable must not be empty.")
                    .raise();
        }
        return new KeyValue(name, given.value() == null ? "" : given.value());
    }

    /// ECS: one entry for each container, also where nothing was overridden.
    static TaskOverride toSdk(Overrides overrides, TaskDefinition definition) {
        TaskOverride.Builder shown = TaskOverride.builder()
                .containerOverrides(definition.containers().stream()
                        .map(container -> toSdk(container.name(), overrides))
                        .toList())
                .cpu(ContainerMapper.text(overrides.cpu()))
                .memory(ContainerMapper.text(overrides.memory()))
                .taskRoleArn(overrides.taskRoleArn())
                .executionRoleArn(overrides.executionRoleArn())
                .inferenceAcceleratorOverrides(List.of());
        if (overrides.ephemeralStorageGiB() != null) {
            shown.ephemeralStorage(storage -> storage.sizeInGiB(overrides.ephemeralStorageGiB()));
        }
        return shown.build();
    }

    private static ContainerOverride toSdk(String name, Overrides overrides) {
        ContainerOverride.Builder builder = ContainerOverride.builder().name(name);
        for (Overrides.ContainerOverride one : overrides.containers()) {
            if (one.name().equals(name)) {
                builder.cpu(one.cpu()).memory(one.memory()).memoryReservation(one.memoryReservation());
                if (one.command() != null) {
                    builder.command(one.command());
                }
                if (one.environmentFiles() != null) {
                    builder.environmentFiles(EnvironmentFileMapper.toSdk(one.environmentFiles()));
                }
                if (!one.environment().isEmpty()) {
                    builder.environment(one.environment().stream()
                            .map(variable -> KeyValuePair.builder()
                                    .name(variable.name())
                                    .value(variable.value())
                                    .build())
                            .toList());
                }
            }
        }
        return builder.build();
    }
}
