@NullMarked
package berth.routing;

import org.jspecify.annotations.NullMarked;
