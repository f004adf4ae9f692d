package berth.control.ecs.taskdef.plan;

import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.ContainerDefinition.PortMapping;
import berth.control.ecs.taskdef.model.PortRange;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.Fault;
import berth.kernel.host.NetworkMode;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which ports a definition may publish in its network mode.
///
/// ECS: awsvpc and host publish a port as itself; bridge anywhere, 0 asking for a dynamic port; none publishes
/// nothing. A range is published as itself with awsvpc, and with bridge on as many host ports in a row; it overlaps
/// nothing else of its container. A host port is wanted once. Ports that an instance keeps for itself (22, 2375, 2376,
/// 51678-51680) are
/// legal here: placement finds no instance for them (`RESOURCE:PORTS`).
public final class PortRules {
    private static final int MAX_PORT = 65535;
    private static final int MAX_RANGES = 100;
    private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,63}");

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
        TreeSet<String> names = new TreeSet<>();
        for (ContainerDefinition container : definition.containers()) {
            TreeMap<Integer, String> protocols = new TreeMap<>();
            ranges(definition, container);
            for (PortMapping mapping : container.portMappings()) {
                name(container, mapping, names);
                check(container, mapping, definition.networkMode());
                if (mapping.range() != null) {
                    continue;
                }
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
        PortRange range = mapping.range();
        if (range != null) {
            check(container, mapping, range, mode);
            return;
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

    private static void check(
            ContainerDefinition container, PortMapping mapping, PortRange range, @Nullable NetworkMode mode) {
        if (mode == NetworkMode.HOST) {
            throw invalidRange(container.name(), "is not supported when networkMode=host")
                    .raise();
        }
        if (range.first() < 1 || range.last() > MAX_PORT || range.first() >= range.last()) {
            throw invalidRange(
                            container.name(), "must go up and be between 1 and %d, was %s".formatted(MAX_PORT, range))
                    .raise();
        }
        if (mapping.hostPort() != null && mapping.hostPort() != 0) {
            throw invalidRange(container.name(), "excludes hostPort").raise();
        }
    }

    /// With awsvpc the containers of a task share their ports.
    private static void ranges(TaskDefinition definition, ContainerDefinition container) {
        List<PortMapping> ranges = container.portMappings().stream()
                .filter(mapping -> mapping.range() != null)
                .toList();
        if (ranges.size() > MAX_RANGES) {
            throw invalidRange(container.name(), "may be given %d times".formatted(MAX_RANGES))
                    .raise();
        }
        List<ContainerDefinition> sharing =
                definition.networkMode() == NetworkMode.AWSVPC ? definition.containers() : List.of(container);
        for (PortMapping mine : ranges) {
            for (ContainerDefinition other : sharing) {
                for (PortMapping theirs : other.portMappings()) {
                    if (mine != theirs && mine.protocol().equals(theirs.protocol()) && overlap(mine, theirs)) {
                        throw invalidRange(container.name(), "%s overlaps another port mapping".formatted(mine.range()))
                                .raise();
                    }
                }
            }
        }
    }

    private static boolean overlap(PortMapping mapping, PortMapping other) {
        return ports(mapping).overlaps(ports(other));
    }

    private static PortRange ports(PortMapping mapping) {
        PortRange range = mapping.range();
        return range == null ? new PortRange(mapping.containerPort(), mapping.containerPort()) : range;
    }

    private static void name(ContainerDefinition container, PortMapping mapping, TreeSet<String> names) {
        String name = mapping.name();
        if (name == null) {
            return;
        }
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                            container,
                            "portMappings.name must be 1 to 64 small letters, digits, _ and -, and not begin with -, was '%s'."
                                    .formatted(name))
                    .raise();
        }
        if (!names.add(name)) {
            throw invalid(container, "portMappings.name '%s' is used more than once.".formatted(name))
                    .raise();
        }
    }

    private static boolean isSame(NetworkMode mode) {
        return mode == NetworkMode.AWSVPC || mode == NetworkMode.HOST;
    }

    /// ECS's words for a mapping without a port.
    public static Fault invalidPort(String container) {
        return Fault.client("Invalid 'containerPort' setting for container '%s'.".formatted(container));
    }

    public static Fault invalidRange(String container, String what) {
        return Fault.client(
                "Invalid 'containerPortRange' setting for container '%s'. It %s.".formatted(container, what));
    }

    private static Fault invalid(ContainerDefinition container, String what) {
        return Fault.client("Invalid setting for container '%s'. %s".formatted(container.name(), what));
    }
}
