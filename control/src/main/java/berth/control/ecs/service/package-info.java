/// Services and their deployments: keep a wanted number of copies alive, healthy and up to date.
///
/// Invariants: running tasks stay at or above the lower bound but for losses that the world caused; running and
/// pending together stay at or below the upper bound.
@NullMarked
package berth.control.ecs.service;

import org.jspecify.annotations.NullMarked;
