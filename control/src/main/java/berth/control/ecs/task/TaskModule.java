package berth.control.ecs.task;

import berth.control.Module;
import berth.control.Settings;
import berth.control.ecs.instance.HostChannels;
import berth.control.ecs.instance.InstanceTasks;
import berth.control.ecs.task.api.DescribeTasks;
import berth.control.ecs.task.api.GetTaskProtection;
import berth.control.ecs.task.api.ListTasks;
import berth.control.ecs.task.api.RunTask;
import berth.control.ecs.task.api.StartTask;
import berth.control.ecs.task.api.StopTask;
import berth.control.ecs.task.api.UpdateTaskProtection;
import berth.kernel.Account;
import java.util.List;

/// What tasks contribute: two tables, their operations, the reaper of stopped tasks, the end of protection, and
/// what hosts are told.
public final class TaskModule {
    private TaskModule() {}

    /// @param channels where hosts are told what to run
    public static Module module(Settings settings, Account account, HostChannels channels, ServiceNames services) {
        return new Module(
                List.of(TaskViews.TASKS, TaskViews.WAITING, TaskViews.TARGETS, TaskViews.TOKEN_USES),
                List.of(
                        new RunTask(settings),
                        new StartTask(settings),
                        new StopTask(),
                        new DescribeTasks(),
                        new ListTasks(services),
                        new GetTaskProtection(),
                        new UpdateTaskProtection(services)),
                List.of(
                        new DesiredProjection(account, channels),
                        new StoppedTaskReconciler(settings.stoppedTasksKept(), StoppedTaskReconciler.KEPT),
                        new WaitingTaskReconciler(settings),
                        new ProtectionReconciler(),
                        new TargetReconciler()));
    }

    /// What container instances need to know of their tasks.
    public static InstanceTasks instanceTasks() {
        return new TasksOfInstances();
    }
}
