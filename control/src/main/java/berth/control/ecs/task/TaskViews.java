package berth.control.ecs.task;

import berth.control.ecs.task.model.Task;
import berth.control.store.Index;
import berth.control.store.Kind;

/// How tasks are found.
public final class TaskViews {
    /// Tasks of a service, stopped ones included, by `cluster/service`.
    public static final Index<Task> BY_SERVICE = Index.of(
            "task.by-service",
            task -> task.spec().service() == null
                    ? null
                    : task.cluster() + '/' + task.spec().service());

    /// Tasks that a host still has to do with: all that are not STOPPED.
    public static final Index<Task> LIVE_BY_HOST = Index.of(
            "task.live-by-host", task -> task.stopped() ? null : task.spec().hostId());

    /// Tasks of a cluster that are not STOPPED.
    public static final Index<Task> LIVE_BY_CLUSTER =
            Index.of("task.live-by-cluster", task -> task.stopped() ? null : task.cluster());

    /// Tasks of a service that are not STOPPED, by `cluster/service`.
    public static final Index<Task> LIVE_BY_SERVICE = Index.of(
            "task.live-by-service",
            task -> task.stopped() || task.spec().service() == null
                    ? null
                    : task.cluster() + '/' + task.spec().service());

    public static final Kind<Task> TASKS =
            Kind.of("task", Task.class, Task::name, BY_SERVICE, LIVE_BY_HOST, LIVE_BY_CLUSTER, LIVE_BY_SERVICE);

    private TaskViews() {}
}
