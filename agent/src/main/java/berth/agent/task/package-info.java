/// The agent's decisions: records in, records out.
///
/// [TaskSupervisor] compares one task as wanted with the same task as the engine shows it and answers with the
/// engine actions that are due; [TaskReport] says the same picture in the control plane's words. Both read the
/// picture through [Standing], so that an action and a report never disagree. [InterfacePool] and [Cleanup]
/// decide what belongs to no single task.
///
/// Invariants: no clock, chance, thread or I/O; the same picture gives the same answer.
@NullMarked
package berth.agent.task;

import org.jspecify.annotations.NullMarked;
