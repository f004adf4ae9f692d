/// The words that every other module is built from: time, ids, chance, ARNs, resources, faults.
///
/// Owns no state and does no I/O. Whatever is random, timed or ordered enters deciding code through the ports
/// declared here ([Clock], [Rng], [Loop]), so that the simulator can replay it.
///
/// Invariants: nothing in this package reads the wall clock, the system's randomness or a thread.
@NullMarked
package berth.kernel;

import org.jspecify.annotations.NullMarked;
