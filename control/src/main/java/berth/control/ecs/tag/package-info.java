/// Tags of clusters, capacity providers, task definitions, services, task sets, container instances and tasks, and the
/// operations that change them. The nouns hand them over when something is made.
///
/// Invariants: a tag lives with its resource; what is made anew under an old name has none of the old tags. A task
/// carries its own, all other tags stand in a table by the resource's name; rows of what is gone are deleted by
/// [TagReconciler], which deletions wake.
@NullMarked
package berth.control.ecs.tag;

import org.jspecify.annotations.NullMarked;
