/// Account settings: what a principal has chosen for itself, or the account for all who have not.
///
/// Invariants: a setting that nobody chose has no row and ECS's default value. Nothing wakes.
@NullMarked
package berth.control.ecs.setting;

import org.jspecify.annotations.NullMarked;
