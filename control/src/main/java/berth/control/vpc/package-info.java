/// The default VPC, its subnets and security group, network interfaces and the allocation of their addresses.
@NullMarked
package berth.control.vpc;

import org.jspecify.annotations.NullMarked;
