/// The operations on account settings, one class each.
@NullMarked
package berth.control.ecs.setting.api;

import org.jspecify.annotations.NullMarked;
