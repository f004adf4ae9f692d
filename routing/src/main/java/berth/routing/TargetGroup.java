package berth.routing;

import java.util.List;

/// Targets that do the same, and how they are probed and shared out.
///
/// @param targets in the order of their registration; an id may be registered with several ports
public record TargetGroup(
        String arn,
        String name,
        Protocol protocol,
        ProtocolVersion protocolVersion,
        HealthCheck healthCheck,
        TargetGroupAttributes attributes,
        List<Target> targets) {

    /// ELB `ProtocolVersion`: what is spoken to the targets of an HTTP or HTTPS group; without meaning for
    /// others.
    public enum ProtocolVersion {
        HTTP1,
        HTTP2,
        GRPC
    }

    public TargetGroup {
        targets = List.copyOf(targets);
    }
}
