package berth.control.elb.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One registered target: an address or an instance, and a port.
///
/// @param id an IPv4 address, or the id of an instance
/// @param availabilityZone as it was given, or null
/// @param health as the proxy last reported it; what is shown also depends on standing and group
/// @param drainingSince when it was deregistered, or null
public record Target(
        String targetGroupArn,
        String id,
        int port,
        @Nullable String availabilityZone,
        Instant registeredAt,
        Standing standing,
        TargetHealth health,
        @Nullable Instant drainingSince) {

    /// `group arn|id:port`: the key of its row.
    public String name() {
        return name(targetGroupArn, id, port);
    }

    public static String name(String targetGroupArn, String id, int port) {
        return targetGroupArn + '|' + id + ':' + port;
    }

    public Target with(TargetHealth newHealth) {
        return new Target(targetGroupArn, id, port, availabilityZone, registeredAt, standing, newHealth, drainingSince);
    }

    public Target draining(Instant since) {
        return new Target(targetGroupArn, id, port, availabilityZone, registeredAt, Standing.DRAINING, health, since);
    }

    /// Whether it gets new requests.
    public enum Standing {
        ACTIVE,
        DRAINING
    }
}
