/// Which rule of a listener a request meets, and what its answer is where no target is asked.
///
/// Owns: the compiled form of [berth.routing.Rule], made once a table. Invariants: pure, and bounded in time
/// for any request: a pattern that looks at too many characters doesn't fit. Asked by: each request, on its
/// connection's thread.
@NullMarked
package berth.proxy.rules;

import org.jspecify.annotations.NullMarked;
