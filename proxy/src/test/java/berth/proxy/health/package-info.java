@NullMarked
package berth.proxy.health;

import org.jspecify.annotations.NullMarked;
