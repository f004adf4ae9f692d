/// HTTP between a client and a target: HTTP/1.1 and HTTP/2 on both sides, in any mixture, and WebSocket.
///
/// Owns: connections and the exchanges on them. An [Exchange] is one request and its response. It speaks to a
/// [ClientSide] and a [TargetSide], both in Netty's HTTP objects, so that it knows no version of HTTP.
///
/// Invariants: everything of an exchange happens on one thread, that of its client's connection; what one side
/// can't take is not read from the other; a request of which something may have been sent to a target is not
/// sent a second time unless it is idempotent; nothing that isn't well formed reaches a target. Woken by:
/// sockets and timers.
@NullMarked
package berth.proxy.http;

import org.jspecify.annotations.NullMarked;
