package berth.routing;

import java.time.Instant;

/// Where requests go. A target that is gone from the table has no more time: what is in flight there is
/// answered with 502.
///
/// @param id as registered: an address, or an instance id
/// @param host the address to connect to
/// @param port where requests go; together with the id it names the target within its group
/// @param registeredAt a later time than in the table before: registered anew, so probed from the start
public record Target(String id, String host, int port, Standing standing, Instant registeredAt) {

    /// What may be sent to a target.
    public enum Standing {
        /// New requests, as far as its health allows.
        ACTIVE,
        /// Nothing new; what is in flight goes on until the target is gone from the table.
        DRAINING
    }
}
