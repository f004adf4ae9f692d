/// The operations on tags, one class each, and the mapper between records and the SDK's class.
@NullMarked
package berth.control.ecs.tag.api;

import org.jspecify.annotations.NullMarked;
