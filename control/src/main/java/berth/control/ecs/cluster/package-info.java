/// Clusters: the name under which services, tasks and container instances are gathered.
///
/// Invariants: a cluster is ACTIVE or INACTIVE; a deleted one stays describable as INACTIVE.
@NullMarked
package berth.control.ecs.cluster;

import org.jspecify.annotations.NullMarked;
