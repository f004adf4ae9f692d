/// The rules that a task definition must keep, and what follows from it. Pure, over the records.
@NullMarked
package berth.control.ecs.taskdef.plan;

import org.jspecify.annotations.NullMarked;
