/// The stores on SQLite: the state's rows and the events of log streams, one file each.
///
/// Owns: the two files, their formats, and a platform thread for each connection (the driver is native code, which
/// would
/// pin a virtual thread).
///
/// Invariants: an answer of success means that a killed process loses nothing of it; a refusal means that nothing of it
/// is on disk. Woken by: commits and reads that the control plane hands over.
@NullMarked
package berth.server.store;

import org.jspecify.annotations.NullMarked;
