/// Ranges of addresses and which of them an interface gets. Pure.
@NullMarked
package berth.control.vpc.plan;

import org.jspecify.annotations.NullMarked;
