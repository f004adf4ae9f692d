/// What server certificates may be. Pure.
@NullMarked
package berth.control.iam.plan;

import org.jspecify.annotations.NullMarked;
