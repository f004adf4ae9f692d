/// CloudWatch Logs: groups, streams and events.
///
/// Invariants: a line of a container is stored once, in order, whatever crashes in between.
@NullMarked
package berth.control.logs;

import org.jspecify.annotations.NullMarked;
