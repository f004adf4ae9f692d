/// The rules for tags.
@NullMarked
package berth.control.ecs.tag.plan;

import org.jspecify.annotations.NullMarked;
