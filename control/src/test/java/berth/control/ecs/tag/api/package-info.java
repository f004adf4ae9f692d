/// Tests of tags.
@NullMarked
package berth.control.ecs.tag.api;

import org.jspecify.annotations.NullMarked;
