/// One path for every call, by people and by robots: authenticate, find the operation, run it on the writer or
/// against the published state, answer after the commit.
///
/// Owns nothing but the table of operations. Never waits for a container.
@NullMarked
package berth.control.dispatch;

import org.jspecify.annotations.NullMarked;
