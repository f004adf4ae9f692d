/// Hosts, their membership in clusters (container instances), what is reserved on them, and the channel to their
/// agents.
///
/// Invariants: a host is never oversold; no host port and no address is given out twice.
@NullMarked
package berth.control.ecs.instance;

import org.jspecify.annotations.NullMarked;
