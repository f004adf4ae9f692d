/// Amazon ECS, by noun. Arrows: service -> task -> taskdef, instance -> cluster.
@NullMarked
package berth.control.ecs;

import org.jspecify.annotations.NullMarked;
