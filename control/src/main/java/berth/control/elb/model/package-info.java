/// Records of load balancers, listeners, rules, target groups and targets.
@NullMarked
package berth.control.elb.model;

import org.jspecify.annotations.NullMarked;
