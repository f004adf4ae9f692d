/// This machine as a host: its ports and addresses, its engine, and the agent that joins the control plane.
///
/// Owns: the listeners that tasks reach (the metadata endpoint, and the API on each VPC's gateway). What this machine
/// doesn't permit is left out and said aloud once.
///
/// Invariants: the API answers whether or not an engine is there; nothing here waits on a loop. Woken by: the start,
/// and
/// interfaces that the agent opens.
@NullMarked
package berth.server.host;

import org.jspecify.annotations.NullMarked;
