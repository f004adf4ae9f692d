/// AWS's protocols, from bytes to the SDK's model classes and back, without a server: the HTTP server adapts to
/// [berth.wire.HttpCall] and [berth.wire.HttpReply].
///
/// A call goes through here in three steps: the sigv4 package says who asks, [berth.wire.Gateway#route] names the
/// operation, [berth.wire.Gateway#read] decodes the body. In this order no body is parsed for an unknown caller.
///
/// Owns the list of operations that exist at AWS ([berth.wire.Catalog]), not of those that Berth answers: dispatch
/// knows these, and can therefore tell "no such operation" from "not built yet".
///
/// Invariants: nothing here keeps state between calls but caches of the model's fields; whatever a caller sends
/// becomes a value or a [berth.kernel.Fault], never another exception. Woken by nobody: it is called.
@NullMarked
package berth.wire;

import org.jspecify.annotations.NullMarked;
