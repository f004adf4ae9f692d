/// Which host a task goes to, and why the others were not chosen. Pure.
@NullMarked
package berth.control.ecs.instance.plan;

import org.jspecify.annotations.NullMarked;
