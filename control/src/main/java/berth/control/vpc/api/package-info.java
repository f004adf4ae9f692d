/// The read-only describes of EC2 that network configurations and Terraform's data sources need.
@NullMarked
package berth.control.vpc.api;

import org.jspecify.annotations.NullMarked;
