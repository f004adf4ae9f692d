/// The operations of STS, and those of IAM on server certificates.
@NullMarked
package berth.control.iam.api;

import org.jspecify.annotations.NullMarked;
