package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.Host;
import berth.kernel.host.HostFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The record of a host whose agent joined.
public final class HostRecords {
    private HostRecords() {}

    /// @param known the record so far, or null for a new host
    /// @param zone of a host that names none and never did
    public static Host joined(@Nullable Host known, HostFacts facts, String zone, Instant now) {
        return new Host(
                facts.hostId(),
                facts.name(),
                facts.capacity(),
                facts.reservedPorts(),
                facts.architecture(),
                facts.engineVersion(),
                facts.agentVersion(),
                zone(known, facts, zone),
                facts.session(),
                facts.publishAddress(),
                facts.address(),
                true,
                known == null ? now : known.joinedAt(),
                null);
    }

    private static String zone(@Nullable Host known, HostFacts facts, String otherwise) {
        String said = facts.zone();
        return said != null ? said : known != null ? known.zone() : otherwise;
    }
}
