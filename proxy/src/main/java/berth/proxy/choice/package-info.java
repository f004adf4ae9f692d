/// Which target gets a request.
///
/// Owns: what the connections know of groups and targets while they live ([GroupState], [TargetState]), which
/// outlasts the tables they came with. Invariants: a target that is draining or gone gets nothing new; time and
/// seeds are passed in. Changed by: the proxy's loop, with tables and health; read by every connection's
/// thread.
@NullMarked
package berth.proxy.choice;

import org.jspecify.annotations.NullMarked;
