package berth.control.ecs.taskdef.plan;

import berth.control.ecs.cluster.plan.PlacementRules;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.LogConfiguration;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.Arn;
import berth.kernel.Fault;
import berth.kernel.host.NetworkMode;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a task definition must keep to be registered.
///
/// ECS: semantic failures of RegisterTaskDefinition are ClientExceptions. Example: containers that reserve 512 and
/// 600 MiB in a task of 1024 MiB break the rule of the sum; 512 and 512 keep it.
public final class DefinitionRules {
    static final int MIN_TASK_CPU_UNITS = 128;
    static final int MAX_TASK_CPU_UNITS = 196608;
    static final int MIN_EPHEMERAL_GIB = 21;
    static final int MAX_EPHEMERAL_GIB = 200;

    private static final Pattern ROLE_NAME = Pattern.compile("[A-Za-z0-9+=,.@_/-]{1,576}");

    private DefinitionRules() {}

    /// @param region Berth's own
    /// @throws berth.kernel.FaultException the first rule that is broken
    public static void check(TaskDefinition definition, String region) {
        role(definition.taskRoleArn());
        role(definition.executionRoleArn());
        Integer cpu = definition.cpu();
        if (cpu != null && (cpu < MIN_TASK_CPU_UNITS || cpu > MAX_TASK_CPU_UNITS)) {
            throw TaskSize.invalid("cpu").raise();
        }
        ephemeralStorage(definition.ephemeralStorageGiB());
        containers(definition, region);
        FirelensRules.check(definition);
        DependencyRules.check(definition);
        PortRules.check(definition);
        VolumeRules.check(definition);
        sums(definition);
        compatibilities(definition);
        PlacementRules.checkConstraintsOfDefinition(definition.placementConstraints());
    }

    /// ECS: 21 to 200 GiB.
    public static void ephemeralStorage(@Nullable Integer size) {
        if (size != null && size < MIN_EPHEMERAL_GIB) {
            throw Fault.client("EphemeralStorage size should be at least %d".formatted(MIN_EPHEMERAL_GIB))
                    .raise();
        }
        if (size != null && size > MAX_EPHEMERAL_GIB) {
            throw Fault.client("EphemeralStorage size should be at most %d".formatted(MAX_EPHEMERAL_GIB))
                    .raise();
        }
    }

    private static void containers(TaskDefinition definition, String region) {
        TreeSet<String> names = new TreeSet<>();
        boolean essential = false;
        for (int i = 0; i < definition.containers().size(); i++) {
            ContainerDefinition container = definition.containers().get(i);
            if (!names.add(container.name())) {
                throw Fault.client("Container names must be unique within a Task Definition.")
                        .raise();
            }
            ContainerRules.check(definition, container);
            LogConfiguration log = container.logConfiguration();
            if (log != null) {
                LogRules.check("containerDefinitions[%d].logConfiguration".formatted(i), container, log, region);
            }
            essential |= container.essential();
        }
        if (!essential) {
            throw Fault.client("Task definition doesn't have any essential container.")
                    .raise();
        }
    }

    private static void sums(TaskDefinition definition) {
        Integer memory = definition.memory();
        if (memory != null) {
            memory(definition.containers(), memory);
        }
        Integer cpu = definition.cpu();
        if (cpu != null
                && definition.containers().stream()
                                .mapToLong(ContainerDefinition::cpu)
                                .sum()
                        > cpu) {
            throw Fault.client(
                            "The sum of all container 'cpu' values cannot be greater than the value of the task 'cpu'.")
                    .raise();
        }
    }

    private static void memory(List<ContainerDefinition> containers, int limit) {
        for (ContainerDefinition container : containers) {
            Integer memory = container.memory();
            if (memory != null && memory > limit) {
                throw Fault.client("The 'memory' setting for container '%s' is greater than for the task."
                                .formatted(container.name()))
                        .raise();
            }
        }
        if (containers.stream().mapToLong(ContainerDefinition::reservedMemory).sum() > limit) {
            throw Fault.client(
                            "The sum of all container 'memoryReservation' values cannot be greater than the value of the task 'memory'.")
                    .raise();
        }
    }

    private static void compatibilities(TaskDefinition definition) {
        if (definition.requiresCompatibilities().contains("FARGATE")) {
            Optional<Fault> broken = FargateRules.broken(definition);
            if (broken.isPresent()) {
                throw broken.get().raise();
            }
        }
        if (definition.requiresCompatibilities().contains("EXTERNAL")
                && definition.networkMode() == NetworkMode.AWSVPC) {
            throw Fault.client("The EXTERNAL launch type does not support network mode 'awsvpc'.")
                    .raise();
        }
    }

    /// ECS: a role is named, or its ARN is given.
    ///
    /// @throws berth.kernel.FaultException ClientException
    public static void role(@Nullable String role) {
        if (role == null) {
            return;
        }
        boolean valid = Arn.looksLike(role)
                ? Arn.parse(role)
                        .filter(arn ->
                                arn.service().equals("iam") && arn.resource().matches("role/.+"))
                        .isPresent()
                : ROLE_NAME.matcher(role).matches();
        if (!valid) {
            throw Fault.client("Role is not valid").raise();
        }
    }
}
