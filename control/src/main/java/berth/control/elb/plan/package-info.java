/// Decisions about load balancers and targets: which rows change. Pure.
@NullMarked
package berth.control.elb.plan;

import org.jspecify.annotations.NullMarked;
