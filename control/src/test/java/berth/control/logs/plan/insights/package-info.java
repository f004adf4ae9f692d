@NullMarked
package berth.control.logs.plan.insights;

import org.jspecify.annotations.NullMarked;
