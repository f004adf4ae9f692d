/// Who callers are, and server certificates. Of STS only GetCallerIdentity so far: no users, no roles, no
/// policies; every signature that the wire verified may call everything.
@NullMarked
package berth.control.iam;

import org.jspecify.annotations.NullMarked;
