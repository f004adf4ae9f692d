/// The tokens that paged operations hand out.
///
/// Invariants: a token holds no state of the server and stays good across restarts; it works only with the filters that
/// it was made with. Owns nothing. Woken by nobody: it is called.
@NullMarked
package berth.wire.paging;

import org.jspecify.annotations.NullMarked;
