/// Records of task definitions.
@NullMarked
package berth.control.ecs.taskdef.model;

import org.jspecify.annotations.NullMarked;
