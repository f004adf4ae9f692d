package berth.control.dispatch;

import berth.wire.HttpCall;
import java.time.Instant;

/// Finds out who calls.
@FunctionalInterface
public interface Authenticator {
    /// The caller's ARN.
    ///
    /// @throws berth.kernel.FaultException in AWS's words, for a missing, malformed, wrong or old signature
    String authenticate(HttpCall call, Instant now);
}
