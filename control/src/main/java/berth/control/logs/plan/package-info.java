/// Rules of CloudWatch Logs that need no store: names and limits.
@NullMarked
package berth.control.logs.plan;

import org.jspecify.annotations.NullMarked;
