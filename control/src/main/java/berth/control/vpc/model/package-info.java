/// Records of VPCs, subnets, security groups and network interfaces.
@NullMarked
package berth.control.vpc.model;

import org.jspecify.annotations.NullMarked;
