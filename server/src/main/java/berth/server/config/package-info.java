/// What a Berth is told at its start: options, BERTH_ variables, defaults; and the registry credentials of Docker's own
/// configuration.
///
/// Invariants: every problem is reported at once, each with what to do. Woken by nobody: read once.
@NullMarked
package berth.server.config;

import org.jspecify.annotations.NullMarked;
