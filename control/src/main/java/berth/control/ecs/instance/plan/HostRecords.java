package berth.control.ecs.instance.plan;

import berth.control.ecs.instance.model.Host;
import berth.kernel.host.HostFacts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The record of a host as its agent comes and goes.
public final class HostRecords {
    private HostRecords() {}

    /// @param known the record so far, or null for a new host
    public static Host joined(@Nullable Host known, HostFacts facts, String zone, Instant now) {
        return new Host(
                facts.hostId(),
                facts.name(),
                facts.capacity(),
                facts.reservedPorts(),
                facts.architecture(),
                facts.engineVersion(),
                facts.agentVersion(),
                known == null ? zone : known.zone(),
                facts.session(),
                facts.publishAddress(),
                true,
                known == null ? now : known.joinedAt(),
                null);
    }

    public static Host left(Host known, Instant now) {
        return new Host(
                known.id(),
                known.name(),
                known.capacity(),
                known.reservedPorts(),
                known.architecture(),
                known.engineVersion(),
                known.agentVersion(),
                known.zone(),
                known.session(),
                known.publishAddress(),
                false,
                known.joinedAt(),
                known.lostAt() == null ? now : known.lostAt());
    }
}
