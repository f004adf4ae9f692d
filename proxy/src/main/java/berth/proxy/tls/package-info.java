/// TLS of listeners and towards targets, by the JDK.
///
/// Owns: which certificate a client gets, and which versions a policy allows. Invariants: a key is never
/// logged. Asked by: new tables and new connections.
@NullMarked
package berth.proxy.tls;

import org.jspecify.annotations.NullMarked;
