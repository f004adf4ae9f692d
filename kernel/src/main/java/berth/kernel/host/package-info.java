/// What the control plane and a host's agent say to each other.
///
/// Two messages only, both whole pictures and not commands, so that either side may lose one and be repaired by
/// the next: [Desired] goes to the host, [Observed] comes back. Log lines travel beside them in a [LogBatch],
/// numbered, so that a batch sent twice is stored once.
///
/// Invariants: records only; no ECS rule; every message can be sent again.
@NullMarked
package berth.kernel.host;

import org.jspecify.annotations.NullMarked;
