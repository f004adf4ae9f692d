/// HTTP/1.1 on Netty: bytes become a [berth.wire.HttpCall], a [berth.wire.HttpReply] becomes bytes.
///
/// Owns: connections, their limits and their time-outs. Knows no operation; what a call means is the [Handler]'s.
///
/// Invariants: replies of a connection go out in the order of its calls; nothing of a message that is not well formed
/// reaches the handler; a slow client costs one connection and no thread. Woken by: sockets, and the handler's answers.
@NullMarked
package berth.server.http;

import org.jspecify.annotations.NullMarked;
