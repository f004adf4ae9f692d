/// The state of the control plane, the one writer that changes it, and the port to the disk.
///
/// Owns: [State] (one immutable root), [Change] (a fact), [Writer] (decide, commit, publish), [Store] (put and
/// delete by version, load all), [ChangeFeed] (who is told after a commit).
///
/// Invariants: memory is never ahead of disk for a reader; nothing is acknowledged that was not committed; the
/// order of commits is the order of decisions.
@NullMarked
package berth.control.store;

import org.jspecify.annotations.NullMarked;
