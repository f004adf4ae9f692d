/// Records of tags.
@NullMarked
package berth.control.ecs.tag.model;

import org.jspecify.annotations.NullMarked;
