/// The data directory: who holds it, and the small files beside the two databases.
///
/// Owns: `lock`, `installation`, `credentials`, `sessions`, `metadata-secret`; the directory has mode 0700 and each
/// file
/// with a secret 0600.
///
/// Invariants: one Berth at a time; a file is there whole or not at all, whenever the process is killed; what
/// identifies
/// an installation never changes. Woken by nobody: it is opened at the start.
@NullMarked
package berth.server.directory;

import org.jspecify.annotations.NullMarked;
