package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.PortMapping;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.Fault;
import berth.kernel.host.NetworkMode;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which ports a definition may publish in its network mode.
///
/// ECS: awsvpc and host publish a port as itself; bridge anywhere, 0 asking for a dynamic port; none publishes
/// nothing. A host port is wanted once. Ports that an instance keeps for itself (22, 2375, 2376, 51678-51680) are
/// legal here: placement finds no instance for them (`RESOURCE:PORTS`).
public final class PortRules {
    private static final int MAX_PORT = 65535;

    private PortRules() {}

    /// The host port to keep for a mapping: filled in as ECS's answer shows it.
    public static int hostPort(@Nullable NetworkMode mode, int containerPort, @Nullable Integer hostPort) {
        if (mode != null && isSame(mode) && (hostPort == null || hostPort == 0)) {
            return containerPort;
        }
        return hostPort == null ? 0 : hostPort;
    }

    static void check(TaskDefinition definition) {
        TreeSet<String> hostPorts = new TreeSet<>();
        for (ContainerDefinition container : definition.containers()) {
            TreeMap<Integer, String> protocols = new TreeMap<>();
            for (PortMapping mapping : container.portMappings()) {
                check(container, mapping, definition.networkMode());
                String other = protocols.putIfAbsent(mapping.containerPort(), mapping.protocol());
                if (other != null && !other.equals(mapping.protocol())) {
                    throw invalid(
                                    container,
                                    "containerPort %d cannot be exposed for two protocols."
                                            .formatted(mapping.containerPort()))
                            .raise();
                }
                Integer hostPort = mapping.hostPort();
                if (hostPort != null && hostPort != 0 && !hostPorts.add(hostPort + "/" + mapping.protocol())) {
                    throw invalid(
                                    container,
                                    "hostPort %d (%s) is mapped more than once in the task definition."
                                            .formatted(hostPort, mapping.protocol()))
                            .raise();
                }
            }
        }
    }

    private static void check(ContainerDefinition container, PortMapping mapping, @Nullable NetworkMode mode) {
        if (mode == NetworkMode.NONE) {
            throw invalid(container, "networkMode=none allows no port mappings.")
                    .raise();
        }
        if (mapping.containerPort() < 1 || mapping.containerPort() > MAX_PORT) {
            throw invalid(
                            container,
                            "containerPort must be between 1 and %d, was %d."
                                    .formatted(MAX_PORT, mapping.containerPort()))
                    .raise();
        }
        int hostPort = mapping.hostPort() == null ? 0 : mapping.hostPort();
        if (hostPort < 0 || hostPort > MAX_PORT) {
            throw invalid(container, "hostPort must be between 0 and %d, was %d.".formatted(MAX_PORT, hostPort))
                    .raise();
        }
        if (mode != null && isSame(mode) && hostPort != mapping.containerPort()) {
            throw Fault.client("When networkMode=%s, the host ports and container ports in port mappings must match."
                            .formatted(mode.word()))
                    .raise();
        }
    }

    private static boolean isSame(NetworkMode mode) {
        return mode == NetworkMode.AWSVPC || mode == NetworkMode.HOST;
    }

    private static Fault invalid(ContainerDefinition container, String what) {
        return Fault.client("Invalid setting for container '%s'. %s".formatted(container.name(), what));
    }
}
