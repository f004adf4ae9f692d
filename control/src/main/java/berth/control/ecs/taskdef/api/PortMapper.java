package berth.control.ecs.taskdef.api;

import berth.control.ecs.taskdef.model.ContainerDefinition.PortMapping;
import berth.control.ecs.taskdef.model.PortRange;
import berth.control.ecs.taskdef.plan.PortRules;
import berth.kernel.host.NetworkMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port mappings from and to the SDK's class.
final class PortMapper {
    private static final List<String> PROTOCOLS = List.of("tcp", "udp");
    private static final List<String> APP_PROTOCOLS = List.of("grpc", "http", "http2");

    private PortMapper() {}

    /// @throws berth.kernel.FaultException for what is missing or no legal value
    static PortMapping fromSdk(
            String container, software.amazon.awssdk.services.ecs.model.PortMapping given, @Nullable NetworkMode mode) {
        String protocol = given.protocolAsString() == null ? "tcp" : given.protocolAsString();
        TaskDefinitionMapper.oneOf("containerDefinitions.portMappings.protocol", protocol, PROTOCOLS);
        String appProtocol = TaskDefinitionMapper.given(given.appProtocolAsString());
        TaskDefinitionMapper.oneOf("containerDefinitions.portMappings.appProtocol", appProtocol, APP_PROTOCOLS);
        String name = TaskDefinitionMapper.given(given.name());
        String range = TaskDefinitionMapper.given(given.containerPortRange());
        if (range != null) {
            PortRange ports = PortRange.parse(range)
                    .orElseThrow(() -> PortRules.invalidRange(container, "must be two numbers such as 8000-8009")
                            .raise());
            if (given.containerPort() != null) {
                throw PortRules.invalidRange(container, "excludes containerPort")
                        .raise();
            }
            return new PortMapping(0, given.hostPort(), protocol, ports, name, appProtocol);
        }
        if (given.containerPort() == null) {
            throw PortRules.invalidPort(container).raise();
        }
        return new PortMapping(
                given.containerPort(),
                PortRules.hostPort(mode, given.containerPort(), given.hostPort()),
                protocol,
                null,
                name,
                appProtocol);
    }

    static software.amazon.awssdk.services.ecs.model.PortMapping toSdk(PortMapping mapping) {
        PortRange range = mapping.range();
        return software.amazon.awssdk.services.ecs.model.PortMapping.builder()
                .containerPort(range == null ? mapping.containerPort() : null)
                .containerPortRange(range == null ? null : range.toString())
                .hostPort(mapping.hostPort())
                .protocol(mapping.protocol())
                .name(mapping.name())
                .appProtocol(mapping.appProtocol())
                .build();
    }
}
