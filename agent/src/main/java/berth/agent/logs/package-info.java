/// Ships containers' output to the control plane's log store, each line exactly once.
///
/// Owns one [LogShipper] a container that logs with `awslogs`. Lines are numbered from the container's start
/// and the store counts them by source; a batch is sent again until the store answers which line it wants next,
/// and after a crash the store's answer says where to go on.
///
/// Woken by: lines from the engine, answers of the store, timers.
///
/// Invariants: at most one batch of a source is under way; a line is forgotten only after the store has it;
/// what waits is bounded.
@NullMarked
package berth.agent.logs;

import org.jspecify.annotations.NullMarked;
