/// Records of clusters.
@NullMarked
package berth.control.ecs.cluster.model;

import org.jspecify.annotations.NullMarked;
