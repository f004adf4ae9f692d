/// The line between the control plane and the agent of another machine: [berth.kernel.host.HostChannel] over a
/// websocket.
///
/// Owns: the frames and their codec, the gate where hosts are let in by their keys, the agent's end that connects again
/// and again, and the relay by which tasks reach the API.
///
/// Invariants: a host speaks for itself alone, whatever it writes into its frames; a frame is lost rather than waited
/// for; a key is in no log line. Woken by: sockets, and what both ends send.
@NullMarked
package berth.server.channel;

import org.jspecify.annotations.NullMarked;
