/// A world in one thread: the shipped control plane and agents over simulated time, disk, network and engines.
///
/// Owns the timeline (one queue ordered by time and sequence), the adapters of the ports, the faults that a seed
/// draws, the workload, and the checkers that look after every event.
///
/// Invariants: the same seed gives the same events; what Berth decides is decided by the shipped classes, never
/// by a copy of them here.
@NullMarked
package berth.sim;

import org.jspecify.annotations.NullMarked;
