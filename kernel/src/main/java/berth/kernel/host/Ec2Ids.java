package berth.kernel.host;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// What a host is called where EC2 would say an instance's id.
public final class Ec2Ids {
    private Ec2Ids() {}

    /// `i-` and 17 hex digits, always the same for the same host.
    ///
    /// Differs from ECS: the host is no EC2 instance; the id is made from its own.
    public static String of(String hostId) {
        byte[] name = hostId.getBytes(StandardCharsets.UTF_8);
        return "i-" + UUID.nameUUIDFromBytes(name).toString().replace("-", "").substring(0, 17);
    }
}
