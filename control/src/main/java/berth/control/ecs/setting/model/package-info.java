/// Records of account settings.
@NullMarked
package berth.control.ecs.setting.model;

import org.jspecify.annotations.NullMarked;
