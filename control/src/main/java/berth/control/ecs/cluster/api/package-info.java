/// The operations on clusters, and their mapping to the SDK's classes.
@NullMarked
package berth.control.ecs.cluster.api;

import org.jspecify.annotations.NullMarked;
