/// The load balancers' data plane, assembled.
///
/// Owns: threads, and the proxy's side of the [berth.routing.ProxyChannel]. `rules`, `choice` and `health`
/// decide, `table` compiles, `listen`, `http`, `tcp`, `tls` and `probe` hold sockets. Invariants: a table is
/// swapped in whole; requests in flight end on the one they began with. Woken by: tables, sockets and timers.
@NullMarked
package berth.proxy;

import org.jspecify.annotations.NullMarked;
