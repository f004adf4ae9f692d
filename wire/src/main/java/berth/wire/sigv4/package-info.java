/// Signature Version 4: who sent a request, and that nobody changed it.
///
/// Owns no keys: they are looked up through a function. Invariants: secrets and signatures never enter a message or a
/// `toString`; signatures are compared in constant time; the time comes from outside. A call is refused before its
/// body is parsed. Woken by nobody: dispatch calls [berth.wire.sigv4.SigV4] first of all.
///
/// The order of the checks and their words follow what AWS answers; where AWS's JSON and query services use different
/// names for one fault, so do we ([berth.wire.sigv4.Refusals]).
@NullMarked
package berth.wire.sigv4;

import org.jspecify.annotations.NullMarked;
