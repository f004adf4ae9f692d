/// Records of tasks, grouped as spec (decided once) and status (observed).
@NullMarked
package berth.control.ecs.task.model;

import org.jspecify.annotations.NullMarked;
