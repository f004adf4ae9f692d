/// The operations of CloudWatch Logs: groups and streams are rows of the state, events are in the log store.
///
/// Invariants: a token that a read answers with equals the one it was asked with once the end is reached.
@NullMarked
package berth.control.logs.api;

import org.jspecify.annotations.NullMarked;
