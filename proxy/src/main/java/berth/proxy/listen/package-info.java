/// The listeners' sockets.
///
/// Owns: which addresses and ports are bound, and what an accepted connection becomes. Invariants: a socket
/// outlives the tables that leave it as it is; its connections see the newest table with each request. Woken
/// by: a new table, a client, and a timer where binding failed.
@NullMarked
package berth.proxy.listen;

import org.jspecify.annotations.NullMarked;
