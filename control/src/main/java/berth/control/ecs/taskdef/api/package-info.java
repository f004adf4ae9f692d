/// The operations on task definitions, their mapping to the SDK's classes, and the tables of what is honoured.
@NullMarked
package berth.control.ecs.taskdef.api;

import org.jspecify.annotations.NullMarked;
