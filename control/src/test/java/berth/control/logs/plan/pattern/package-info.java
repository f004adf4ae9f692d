@NullMarked
package berth.control.logs.plan.pattern;

import org.jspecify.annotations.NullMarked;
