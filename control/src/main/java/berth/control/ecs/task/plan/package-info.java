/// How tasks are launched and how they live: pure decisions over the records of tasks and hosts.
///
/// [berth.control.ecs.task.plan.TaskLauncher] is the only place that makes tasks;
/// [berth.control.ecs.task.plan.TaskLifecycle] is the only place that derives lastStatus.
@NullMarked
package berth.control.ecs.task.plan;

import org.jspecify.annotations.NullMarked;
