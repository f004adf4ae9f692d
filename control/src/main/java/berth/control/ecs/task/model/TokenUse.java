package berth.control.ecs.task.model;

import java.time.Instant;

/// One use of a client token with RunTask: the same call again gives the same tasks, another call a conflict.
///
/// @param cluster short name; tokens are scoped to it
/// @param token as the caller gave it, case-sensitive
/// @param fingerprint SHA-256 of the rest of the request, in hex
/// @param at when it was used first
public record TokenUse(String cluster, String token, String fingerprint, Instant at) {
    /// `cluster/token`: the key of its row.
    public String name() {
        return cluster + '/' + token;
    }
}
