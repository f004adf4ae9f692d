/// Whether a target is fit for requests.
///
/// Owns: the states of a target's health and how probes move them ([HealthLifecycle]), without a socket or a
/// clock. Invariants: the transitions are a pure function of health, check and outcome. Asked by: the proxy's
/// loop, after each probe.
@NullMarked
package berth.proxy.health;

import org.jspecify.annotations.NullMarked;
