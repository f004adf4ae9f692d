package berth.control.ecs.task.plan;

import berth.control.Settings;
import berth.control.ecs.task.model.Task.HostPort;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.PortMapping;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.ecs.taskdef.plan.FargateRules;
import berth.control.ecs.taskdef.plan.FargateSizes;
import berth.kernel.Fault;
import berth.kernel.Resources;
import berth.kernel.host.NetworkMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a definition runs on a launch type: the network mode in effect, the task's limit and what it reserves.
///
/// ECS: a definition without a network mode is bridge. Differs from ECS: where FARGATE is asked for such a
/// definition (and it does not require another launch type), relaxed mode runs it as awsvpc with the smallest
/// Fargate size that holds its containers, and says so; strict mode refuses it as ECS does.
///
/// Worked example: one container with 256 CPU units and 512 MiB, no mode, no size. On EC2: bridge, no limit,
/// 256 and 512 reserved. On FARGATE, relaxed: awsvpc, limit and reservation 256 and 512.
///
/// @param limit task-level limit, or null; 0 where only the other half was given
/// @param hostPorts static ports that are taken of the host
/// @param help what was assumed, in sentences
record LaunchMode(
        NetworkMode network,
        @Nullable Resources limit,
        Resources reserved,
        List<HostPort> hostPorts,
        List<String> help) {

    /// @throws berth.kernel.FaultException InvalidParameterException where they do not go together
    static LaunchMode of(Launch launch, Settings settings) {
        return switch (launch.launchType()) {
            case EC2 -> ec2(launch);
            case FARGATE -> fargate(launch, settings);
            case EXTERNAL ->
                throw Fault.invalidParameter("Berth does not support launchType EXTERNAL yet: there are no external"
                                + " instances. Use EC2 or FARGATE.")
                        .raise();
        };
    }

    private static LaunchMode ec2(Launch launch) {
        TaskDefinition definition = launch.definition();
        if (!definition.compatibilities().contains("EC2")) {
            throw incompatible(LaunchType.EC2).raise();
        }
        NetworkMode mode = definition.networkMode() == null ? NetworkMode.BRIDGE : definition.networkMode();
        Resources sum = sum(launch);
        Integer cpu = launch.cpu();
        Integer memory = launch.memory();
        Resources limit = cpu == null && memory == null
                ? null
                : new Resources(cpu == null ? 0 : cpu, memory == null ? 0 : memory);
        Resources reserved = new Resources(cpu == null ? sum.cpu() : cpu, memory == null ? sum.memory() : memory);
        return new LaunchMode(mode, limit, reserved, hostPorts(definition, mode), List.of());
    }

    private static LaunchMode fargate(Launch launch, Settings settings) {
        TaskDefinition definition = launch.definition();
        Integer cpu = launch.cpu();
        Integer memory = launch.memory();
        if (definition.compatibilities().contains("FARGATE") && cpu != null && memory != null) {
            if (!FargateSizes.has(cpu, memory)) {
                throw Fault.client("No Fargate configuration exists for given values.")
                        .raise();
            }
            Resources size = new Resources(cpu, memory);
            return new LaunchMode(NetworkMode.AWSVPC, size, size, List.of(), List.of());
        }
        if (settings.strict() || !mayBeHelped(definition)) {
            throw incompatible(LaunchType.FARGATE).raise();
        }
        List<String> help = new ArrayList<>();
        if (definition.networkMode() == null) {
            help.add(modeHelp(definition));
            portHelp(definition, help);
        }
        Resources size = size(launch, help);
        return new LaunchMode(NetworkMode.AWSVPC, size, size, List.of(), help);
    }

    /// What the user wrote is left to stand: only what was left out is filled in.
    private static boolean mayBeHelped(TaskDefinition definition) {
        boolean open = definition.requiresCompatibilities().isEmpty()
                || definition.requiresCompatibilities().contains("FARGATE");
        boolean alone = definition.containers().stream()
                .allMatch(container -> container.ties().links().isEmpty());
        boolean fits = alone && FargateRules.namespaces(definition.namespaces()).isEmpty();
        return open && fits && (definition.networkMode() == null || definition.networkMode() == NetworkMode.AWSVPC);
    }

    private static Resources size(Launch launch, List<String> help) {
        TaskDefinition definition = launch.definition();
        Resources sum = largest(launch);
        Resources wanted = new Resources(
                Math.max(sum.cpu(), launch.cpu() == null ? 0 : launch.cpu()),
                Math.max(sum.memory(), launch.memory() == null ? 0 : launch.memory()));
        Resources size = FargateSizes.smallestFor(wanted)
                .orElseThrow(() -> Fault.client("No Fargate configuration exists for given values.")
                        .raise());
        if (launch.cpu() == null
                || launch.memory() == null
                || !size.equals(new Resources(launch.cpu(), launch.memory()))) {
            help.add(
                    "%s has no size that FARGATE has; its tasks take the smallest one that holds the containers, %d CPU units and %d MiB. For ECS write \"cpu\": \"%d\" and \"memory\": \"%d\" into the task definition."
                            .formatted(definition.name(), size.cpu(), size.memory(), size.cpu(), size.memory()));
        }
        return size;
    }

    private static String modeHelp(TaskDefinition definition) {
        return "%s has no network mode, which ECS takes for bridge and refuses on FARGATE; its tasks run as awsvpc. For ECS write \"networkMode\": \"awsvpc\" and \"requiresCompatibilities\": [\"FARGATE\"] into the task definition."
                .formatted(definition.name());
    }

    private static void portHelp(TaskDefinition definition, List<String> help) {
        for (ContainerDefinition container : definition.containers()) {
            for (PortMapping port : container.portMappings()) {
                Integer hostPort = port.hostPort();
                if (hostPort != null && hostPort != 0 && hostPort != port.containerPort()) {
                    help.add(
                            "Host port %d of container %s is not used: with awsvpc each task has an address of its own, where it answers on port %d."
                                    .formatted(hostPort, container.name(), port.containerPort()));
                }
            }
        }
    }

    private static Fault incompatible(LaunchType type) {
        return Fault.invalidParameter("Task definition does not support launch_type " + type + '.');
    }

    private static Resources sum(Launch launch) {
        Resources sum = Resources.NONE;
        for (ContainerDefinition container : launch.definition().containers()) {
            EffectiveContainer effective = EffectiveContainer.of(container, launch.overrides());
            sum = sum.plus(new Resources(effective.cpu(), effective.reservedMemory()));
        }
        return sum;
    }

    private static Resources largest(Launch launch) {
        Resources sum = Resources.NONE;
        for (ContainerDefinition container : launch.definition().containers()) {
            EffectiveContainer effective = EffectiveContainer.of(container, launch.overrides());
            sum = sum.plus(new Resources(effective.cpu(), effective.largestMemory()));
        }
        return sum;
    }

    private static List<HostPort> hostPorts(TaskDefinition definition, NetworkMode mode) {
        List<HostPort> ports = new ArrayList<>();
        for (ContainerDefinition container : definition.containers()) {
            for (PortMapping port : container.portMappings()) {
                int number = switch (mode) {
                    case BRIDGE -> port.hostPort() == null ? 0 : port.hostPort();
                    case HOST -> port.containerPort();
                    case AWSVPC, NONE -> 0;
                };
                HostPort taken = new HostPort(number, port.protocol());
                if (number != 0 && !ports.contains(taken)) {
                    ports.add(taken);
                }
            }
        }
        return ports;
    }
}
