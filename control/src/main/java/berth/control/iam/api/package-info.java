/// The operations of STS.
@NullMarked
package berth.control.iam.api;

import org.jspecify.annotations.NullMarked;
