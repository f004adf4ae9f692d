@NullMarked
package berth.proxy;

import org.jspecify.annotations.NullMarked;
