@NullMarked
package berth.proxy.rules;

import org.jspecify.annotations.NullMarked;
