/// Reads certificates and keys. Pure.
@NullMarked
package berth.control.acm.plan;

import org.jspecify.annotations.NullMarked;
