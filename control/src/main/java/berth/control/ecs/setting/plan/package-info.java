/// Which account settings there are.
@NullMarked
package berth.control.ecs.setting.plan;

import org.jspecify.annotations.NullMarked;
