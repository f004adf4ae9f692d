/// Records of hosts and container instances.
@NullMarked
package berth.control.ecs.instance.model;

import org.jspecify.annotations.NullMarked;
