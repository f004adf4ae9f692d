@NullMarked
package berth.control.logs;

import org.jspecify.annotations.NullMarked;
