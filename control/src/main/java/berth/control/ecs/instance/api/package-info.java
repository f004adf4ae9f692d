/// The operations on container instances, one class each.
@NullMarked
package berth.control.ecs.instance.api;

import org.jspecify.annotations.NullMarked;
