/// Tests of account settings.
@NullMarked
package berth.control.ecs.setting.api;

import org.jspecify.annotations.NullMarked;
