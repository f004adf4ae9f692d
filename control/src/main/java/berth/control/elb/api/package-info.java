/// The operations of Elastic Load Balancing, version 2015-12-01, and the mapping of records to the SDK's classes.
@NullMarked
package berth.control.elb.api;

import org.jspecify.annotations.NullMarked;
