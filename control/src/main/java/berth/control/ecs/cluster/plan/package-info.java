/// What holds for placement in a cluster whoever asks for it: the query language, and the rules that constraints
/// and strategies keep.
@NullMarked
package berth.control.ecs.cluster.plan;

import org.jspecify.annotations.NullMarked;
