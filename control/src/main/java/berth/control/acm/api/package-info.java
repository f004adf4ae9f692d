/// The operations of ACM.
@NullMarked
package berth.control.acm.api;

import org.jspecify.annotations.NullMarked;
