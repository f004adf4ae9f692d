/// Probes of targets: one connection, one question, one answer.
///
/// Owns: the sockets of health checks, and when the next one is due ([TargetHealthChecks]). What an outcome
/// means is [berth.proxy.health]'s. Woken by: timers of the proxy's loop.
@NullMarked
package berth.proxy.probe;

import org.jspecify.annotations.NullMarked;
