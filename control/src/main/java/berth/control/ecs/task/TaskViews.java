package berth.control.ecs.task;

import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.model.TokenUse;
import berth.control.ecs.task.model.WaitingTask;
import berth.control.ecs.task.plan.Crowds;
import berth.control.ecs.task.plan.LiveTasks;
import berth.control.elb.model.Target;
import berth.control.store.Index;
import berth.control.store.Kind;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Arn;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How tasks are found.
public final class TaskViews {
    /// Tasks of a service, stopped ones included, by `cluster/service`.
    public static final Index<Task> BY_SERVICE = Index.of(
            "task.by-service",
            task -> task.spec().service() == null
                    ? null
                    : task.cluster() + '/' + task.spec().service());

    /// Tasks of a cluster that are not STOPPED.
    public static final Index<Task> LIVE_BY_CLUSTER =
            Index.of("task.live-by-cluster", task -> task.stopped() ? null : task.cluster());

    /// Tasks of a service that are not STOPPED, by `cluster/service`.
    public static final Index<Task> LIVE_BY_SERVICE = Index.of(
            "task.live-by-service",
            task -> task.stopped() || task.spec().service() == null
                    ? null
                    : task.cluster() + '/' + task.spec().service());

    /// All tasks, by [#desiredKey].
    public static final Index<Task> BY_DESIRED = Index.of(
            "task.by-desired", task -> desiredKey(task.cluster(), task.status().desired()));

    /// All tasks, by [#familyKey].
    public static final Index<Task> BY_FAMILY = Index.of(
            "task.by-family",
            task -> familyKey(task.cluster(), family(task), task.status().desired()));

    /// All tasks, by [#startedByKey].
    public static final Index<Task> BY_STARTED_BY = Index.of(
            "task.by-started-by",
            task -> task.spec().startedBy() == null
                    ? null
                    : startedByKey(
                            task.cluster(),
                            task.spec().startedBy(),
                            task.status().desired()));

    /// All tasks, by [#instanceKey].
    public static final Index<Task> BY_INSTANCE = Index.of(
            "task.by-instance",
            task -> task.spec().containerInstance() == null
                    ? null
                    : instanceKey(
                            task.cluster(),
                            task.spec().containerInstance(),
                            task.status().desired()));

    /// STOPPED tasks of a cluster.
    public static final Index<Task> STOPPED_BY_CLUSTER =
            Index.of("task.stopped-by-cluster", task -> task.stopped() ? task.cluster() : null);

    /// STOPPED tasks by `cluster/minute`, the minute in which they stopped: they are forgotten minute by
    /// minute.
    public static final Index<Task> STOPPED_BY_MINUTE = Index.of("task.stopped-by-minute", TaskViews::stoppedKey);

    /// Tasks by the `cluster/token` of the RunTask call that made them.
    public static final Index<Task> BY_CLIENT_TOKEN = Index.of(
            "task.by-client-token",
            task -> task.spec().clientToken() == null
                    ? null
                    : task.cluster() + '/' + task.spec().clientToken());

    /// The one key of [#PROTECTED].
    public static final String PROTECTED_KEY = "protected";

    /// Tasks whose protection from scale-in is to end some day.
    public static final Index<Task> PROTECTED =
            Index.of("task.protected", task -> task.stopped() || task.protectedUntil() == null ? null : PROTECTED_KEY);

    public static final Kind<Task> TASKS = Kind.of(
                    "task",
                    Task.class,
                    Task::name,
                    BY_SERVICE,
                    LIVE_BY_CLUSTER,
                    LIVE_BY_SERVICE,
                    BY_DESIRED,
                    BY_FAMILY,
                    BY_STARTED_BY,
                    BY_INSTANCE,
                    STOPPED_BY_CLUSTER,
                    STOPPED_BY_MINUTE,
                    BY_CLIENT_TOKEN,
                    PROTECTED)
            .feeding(Crowds.VIEW, LiveTasks.VIEW);

    /// What RunTask was asked with a client token, by `cluster/token`.
    public static final Kind<TokenUse> TOKEN_USES = Kind.of("run-task-token", TokenUse.class, TokenUse::name);

    /// Tasks of a service whose targets it has still to speak of, by `cluster/service`.
    public static final Index<TaskTargets> UNTOLD_BY_SERVICE =
            Index.of("task-targets.untold-by-service", targets -> targets.untold() ? targets.serviceName() : null);

    /// By the name of a target, [berth.control.elb.model.Target#name].
    public static final Index<TaskTargets> BY_TARGET = new Index<>("task-targets.by-target", TaskViews::targetNames);

    /// By the ARN of a target group.
    public static final Index<TaskTargets> BY_TARGET_GROUP = new Index<>(
            "task-targets.by-target-group",
            targets -> targets.targets().stream()
                    .map(target -> target.spec().targetGroupArn())
                    .distinct()
                    .toList());

    /// The target groups of the tasks that have some, by the task's name.
    public static final Kind<TaskTargets> TARGETS = Kind.of(
            "task-targets", TaskTargets.class, TaskTargets::name, UNTOLD_BY_SERVICE, BY_TARGET, BY_TARGET_GROUP);

    /// So long a task waits for room.
    ///
    /// ECS: between 10 and 30 minutes.
    public static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    /// Tasks of a cluster that wait for room.
    public static final Index<WaitingTask> WAITING_BY_CLUSTER =
            Index.of("waiting-task.by-cluster", WaitingTask::cluster);

    /// What waiting tasks need to be placed, by the task's name.
    public static final Kind<WaitingTask> WAITING =
            Kind.of("waiting-task", WaitingTask.class, WaitingTask::name, WAITING_BY_CLUSTER);

    private TaskViews() {}

    private static List<String> targetNames(TaskTargets targets) {
        return targets.targets().stream()
                .filter(target -> target.id() != null)
                .map(target -> Target.name(target.spec().targetGroupArn(), target.id(), target.port()))
                .distinct()
                .toList();
    }

    /// `cluster|RUNNING`. The bar is in no name.
    public static String desiredKey(String cluster, DesiredStatus desired) {
        return cluster + '|' + desired;
    }

    public static String familyKey(String cluster, String family, DesiredStatus desired) {
        return cluster + '|' + family + '|' + desired;
    }

    public static String startedByKey(String cluster, String startedBy, DesiredStatus desired) {
        return cluster + '|' + startedBy + '|' + desired;
    }

    public static String instanceKey(String cluster, String instance, DesiredStatus desired) {
        return cluster + '/' + instance + '|' + desired;
    }

    /// The family of a task's definition.
    public static String family(Task task) {
        String name = task.spec().taskDefinition();
        return name.substring(0, name.lastIndexOf(':'));
    }

    public static String arn(Account account, Task task) {
        return account.ecs("task", task.name());
    }

    /// The task with this ARN, or null.
    public static @Nullable Task byArn(State state, String arn) {
        return Arn.parse(arn)
                .filter(parsed -> parsed.resource().startsWith("task/"))
                .map(parsed -> state.find(TASKS, parsed.resource().substring("task/".length())))
                .orElse(null);
    }

    private static @Nullable String stoppedKey(Task task) {
        Instant at = task.status().stoppedAt();
        return !task.stopped() || at == null ? null : stoppedKey(task.cluster(), at);
    }

    /// `cluster/2026-01-01T00:00:00Z`.
    public static String stoppedKey(String cluster, Instant at) {
        return cluster + '/' + at.truncatedTo(ChronoUnit.MINUTES);
    }
}
