/// Level-triggered reconciling: a committed change wakes keys, a key is planned for against the state, one step
/// is committed, and that commit wakes again what it concerns.
///
/// Owns the queue of keys, their timers and the resync that repairs lost wake-ups.
///
/// Invariants: a wake-up carries a key and nothing else; losing every wake-up makes the system slow, not wrong; a
/// reconciler does no I/O, a projection decides nothing.
@NullMarked
package berth.control.reconcile;

import org.jspecify.annotations.NullMarked;
