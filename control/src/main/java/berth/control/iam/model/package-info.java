/// Records of server certificates.
@NullMarked
package berth.control.iam.model;

import org.jspecify.annotations.NullMarked;
