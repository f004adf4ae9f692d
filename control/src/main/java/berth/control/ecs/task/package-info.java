/// Tasks: one running copy of a task definition each. Owns RunTask, StopTask and the life of a task from
/// acceptance to STOPPED.
///
/// Invariants: lastStatus never goes backwards; a task becomes RUNNING only on an observed report; its host's
/// reservation
/// is made and given back in the same commit as the task changes.
@NullMarked
package berth.control.ecs.task;

import org.jspecify.annotations.NullMarked;
