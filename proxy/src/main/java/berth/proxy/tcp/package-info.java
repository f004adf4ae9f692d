/// Bytes between a client and a target: network load balancers.
///
/// Owns: the connections of TCP and TLS listeners, each with one to a target. Invariants: what one side can't
/// take is not read from the other; the end of one direction is passed on. Woken by: sockets and timers.
@NullMarked
package berth.proxy.tcp;

import org.jspecify.annotations.NullMarked;
