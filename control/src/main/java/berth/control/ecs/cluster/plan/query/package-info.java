/// The cluster query language: an expression about container instances, parsed once and evaluated on many.
///
/// Pure, and bounded in time by construction: nesting is limited, and patterns are matched without backtracking.
@NullMarked
package berth.control.ecs.cluster.plan.query;

import org.jspecify.annotations.NullMarked;
