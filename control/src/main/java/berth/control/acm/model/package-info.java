/// Records of certificates.
@NullMarked
package berth.control.acm.model;

import org.jspecify.annotations.NullMarked;
