package berth.kernel.host;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What ECS answers a [ProtectionCall].
public sealed interface ProtectionAnswer {

    /// How the task stands now.
    ///
    /// @param expiration when its protection ends; null where it has none
    record Protection(boolean enabled, @Nullable Instant expiration) implements ProtectionAnswer {}

    /// An answer that names the task as a failure.
    ///
    /// @param reason for example `TASK_NOT_VALID`
    record Failure(String reason) implements ProtectionAnswer {}

    /// The whole call failed.
    ///
    /// @param status of HTTP
    /// @param code for example `InvalidParameterException`
    record Refused(int status, String code, String message) implements ProtectionAnswer {}
}
