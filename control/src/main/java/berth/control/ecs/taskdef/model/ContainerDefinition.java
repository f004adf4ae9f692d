package berth.control.ecs.taskdef.model;

import berth.kernel.host.ContainerSettings;
import berth.kernel.host.Firelens;
import berth.kernel.host.HealthCheck;
import berth.kernel.host.Ties;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// One container of a task definition, with ECS's defaults filled in.
///
/// @param cpu CPU units, 0 where left out
/// @param memory hard limit in MiB, or null
/// @param memoryReservation soft limit in MiB, or null
/// @param command null where left out
/// @param entryPoint null where left out
/// @param environment in the order of the definition
/// @param stopTimeout seconds, or null for the default of 30
/// @param logConfiguration null: the engine's json-file
/// @param settings what the engine gets as it is
/// @param environmentFiles ARNs of objects in S3, in the order of the definition
/// @param ties what ties it to the others of its task
/// @param versionConsistency `enabled`, `disabled` or null
public record ContainerDefinition(
        String name,
        String image,
        int cpu,
        @Nullable Integer memory,
        @Nullable Integer memoryReservation,
        boolean essential,
        List<PortMapping> portMappings,
        @Nullable List<String> command,
        @Nullable List<String> entryPoint,
        List<KeyValue> environment,
        @Nullable HealthCheck healthCheck,
        @Nullable Integer stopTimeout,
        @Nullable LogConfiguration logConfiguration,
        ContainerSettings settings,
        Ties ties,
        List<String> environmentFiles,
        @Nullable String versionConsistency) {

    public ContainerDefinition {
        portMappings = List.copyOf(portMappings);
        command = command == null ? null : List.copyOf(command);
        entryPoint = entryPoint == null ? null : List.copyOf(entryPoint);
        environment = List.copyOf(environment);
        settings = Objects.requireNonNullElse(settings, ContainerSettings.NONE);
        ties = Objects.requireNonNullElse(ties, Ties.NONE);
        environmentFiles = environmentFiles == null ? List.of() : List.copyOf(environmentFiles);
    }

    /// One on its own.
    public ContainerDefinition(
            String name,
            String image,
            int cpu,
            @Nullable Integer memory,
            @Nullable Integer memoryReservation,
            boolean essential,
            List<PortMapping> portMappings,
            @Nullable List<String> command,
            @Nullable List<String> entryPoint,
            List<KeyValue> environment,
            @Nullable HealthCheck healthCheck,
            @Nullable Integer stopTimeout,
            @Nullable LogConfiguration logConfiguration,
            ContainerSettings settings) {
        this(
                name,
                image,
                cpu,
                memory,
                memoryReservation,
                essential,
                portMappings,
                command,
                entryPoint,
                environment,
                healthCheck,
                stopTimeout,
                logConfiguration,
                settings,
                Ties.NONE,
                List.of(),
                null);
    }

    /// Whether the tasks of a service revision all have the image that its first task got. ECS: unless it says
    /// otherwise.
    public boolean consistent() {
        return !"disabled".equals(versionConsistency);
    }

    /// Whether its output goes to the task's log router.
    public boolean logsThroughRouter() {
        return logConfiguration != null && logConfiguration.driver().equals(Firelens.DRIVER);
    }

    /// A port to publish, or a range of them.
    ///
    /// @param containerPort 0 for a range
    /// @param hostPort as registered; 0 asks for a dynamic one, null was left out
    /// @param protocol `tcp` or `udp`
    /// @param range the ports of containerPortRange, or null
    /// @param name by which Service Connect would know it, or null
    /// @param appProtocol `http`, `http2`, `grpc` or null
    public record PortMapping(
            int containerPort,
            @Nullable Integer hostPort,
            String protocol,
            @Nullable PortRange range,
            @Nullable String name,
            @Nullable String appProtocol) {

        /// One port without a name.
        public PortMapping(int containerPort, @Nullable Integer hostPort, String protocol) {
            this(containerPort, hostPort, protocol, null, null, null);
        }
    }

    /// A variable of the environment.
    public record KeyValue(String name, String value) {}

    /// Where the output goes.
    ///
    /// @param driver `awslogs`, or one of the engine's own such as `json-file`
    public record LogConfiguration(String driver, SequencedMap<String, String> options) {}

    /// What placement reserves: the soft limit where there is one, else the hard one, in MiB.
    public int reservedMemory() {
        if (memoryReservation != null) {
            return memoryReservation;
        }
        return memory == null ? 0 : memory;
    }
}
