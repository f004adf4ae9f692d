/// A routing table made ready for requests.
///
/// Owns: the groups and targets that outlast a table ([Registry]), and the compiled listeners that each table
/// brings. Invariants: only the proxy's loop changes a registry; a compiled listener never changes. Woken by: a
/// new table.
@NullMarked
package berth.proxy.table;

import org.jspecify.annotations.NullMarked;
