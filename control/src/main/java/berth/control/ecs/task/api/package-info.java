/// The operations on tasks, one class each, and the mapper between records and the SDK's classes.
@NullMarked
package berth.control.ecs.task.api;

import org.jspecify.annotations.NullMarked;
