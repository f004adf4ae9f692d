/// Blue/green, linear and canary deployments as pure functions: which stage comes next, who gets which share of
/// the traffic, how many tasks each revision has, what a lifecycle hook's answer means.
///
/// Invariants: green gets traffic only after it was healthy at its full count; once a deployment turned back,
/// green's share is 0 and stays 0; blue keeps all its tasks until there is no way back.
@NullMarked
package berth.control.ecs.service.plan.shift;

import org.jspecify.annotations.NullMarked;
