/// Time and threads of the real machine, behind the kernel's ports.
///
/// Owns: one platform thread a loop. Invariants: tasks of a loop never overlap and never reorder; a task that fails is
/// logged and ends nothing but itself.
@NullMarked
package berth.server.loop;

import org.jspecify.annotations.NullMarked;
