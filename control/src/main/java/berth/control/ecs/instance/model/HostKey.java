package berth.control.ecs.instance.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What lets the agent of another machine in: one key a host, made by the operator.
///
/// @param name that the operator gave the host
/// @param hash SHA-256 of the key, 64 hex digits; the key itself is kept nowhere
/// @param hostId the host that first came with it; the key lets no other one in. Null until then
public record HostKey(String name, String hash, @Nullable String hostId, Instant createdAt) {
    public HostKey boundTo(String id) {
        return new HostKey(name, hash, id, createdAt);
    }
}
