@NullMarked
package berth.proxy.choice;

import org.jspecify.annotations.NullMarked;
