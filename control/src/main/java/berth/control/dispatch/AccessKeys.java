package berth.control.dispatch;

import berth.wire.sigv4.SecretKey;
import java.util.Optional;

/// The access keys that calls may be signed with, as a port.
@FunctionalInterface
public interface AccessKeys {
    /// The key with this id, or nothing.
    Optional<Key> find(String accessKeyId);

    /// @param caller ARN of whoever holds the key
    record Key(SecretKey secret, String caller) {}
}
