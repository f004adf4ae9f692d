/// What the control plane and the load balancers' data plane say to each other.
///
/// Two messages only, both whole pictures and not commands, so that either side may lose one and be repaired by
/// the next: a [RoutingTable] goes to the proxy, a [TargetsReport] comes back. Both travel over a
/// [ProxyChannel].
///
/// Invariants: immutable records; no rule of ELB's API and no socket; a table can be sent again, and the one
/// with the highest version is the truth.
@NullMarked
package berth.routing;

import org.jspecify.annotations.NullMarked;
