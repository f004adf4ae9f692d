package berth.control.ecs.task.plan;

import berth.control.ecs.task.model.Overrides;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.ecs.taskdef.plan.DefinitionRules;
import berth.kernel.Fault;
import org.jspecify.annotations.Nullable;

/// What a task must keep once the overrides of RunTask are applied to its definition.
///
/// ECS: the rules of the sums hold for the task as it will run, as InvalidParameterException here. Example: a task of
/// 1024 MiB with containers of 256 and 512. Overriding the first with 600 breaks the rule, overriding the task with
/// 2048 too keeps it.
public final class OverrideRules {
    private OverrideRules() {}

    /// @throws berth.kernel.FaultException the first rule that is broken
    public static void check(TaskDefinition definition, Overrides overrides) {
        DefinitionRules.ephemeralStorage(overrides.ephemeralStorageGiB());
        Integer cpu = cpu(definition, overrides);
        Integer memory = memory(definition, overrides);
        long units = 0;
        long mib = 0;
        for (ContainerDefinition container : definition.containers()) {
            EffectiveContainer effective = EffectiveContainer.of(container, overrides);
            Integer hard = effective.memory();
            if (memory != null && hard != null && hard > memory) {
                throw invalid("The 'memory' setting for container '" + container.name()
                                + "' is greater than for the task.")
                        .raise();
            }
            units += effective.cpu();
            mib += effective.reservedMemory();
        }
        if (memory != null && mib > memory) {
            throw invalid(
                            "The sum of all container 'memoryReservation' values cannot be greater than the value of the task"
                                    + " 'memory'.")
                    .raise();
        }
        if (cpu != null && units > cpu) {
            throw invalid("The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.")
                    .raise();
        }
    }

    /// CPU units of the whole task, or null.
    static @Nullable Integer cpu(TaskDefinition definition, Overrides overrides) {
        return overrides.cpu() == null ? definition.cpu() : overrides.cpu();
    }

    /// MiB of the whole task, or null.
    static @Nullable Integer memory(TaskDefinition definition, Overrides overrides) {
        return overrides.memory() == null ? definition.memory() : overrides.memory();
    }

    /// What its containers may write of the host's disk, in GiB, or null.
    public static @Nullable Integer ephemeralStorage(TaskDefinition definition, Overrides overrides) {
        return overrides.ephemeralStorageGiB() == null
                ? definition.ephemeralStorageGiB()
                : overrides.ephemeralStorageGiB();
    }

    private static Fault invalid(String message) {
        return Fault.invalidParameter(message);
    }
}
