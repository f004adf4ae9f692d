@NullMarked
package berth.control.logs.api;

import org.jspecify.annotations.NullMarked;
