package berth.control.ecs.task.plan;

import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.task.model.TaskContainer.Status;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.ObservedContainer;
import berth.kernel.host.ObservedTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Derives lastStatus: the only place that does.
///
/// The rule. A task is
/// - PROVISIONING until its network is there (awsvpc only),
/// - PENDING until every container was started,
/// - ACTIVATING once they were, until it is registered, where it has several target groups,
/// - RUNNING once they were; one that is not essential may have exited by then,
/// - DEACTIVATING from the scheduler's stop on until its targets are drained ([#draining], [#drained]), unless an
///   essential container is over by then,
/// - STOPPING while it is to stop and a container is not over,
/// - DEPROVISIONING while all are over and its network is still there (awsvpc only),
/// - STOPPED when the host said that nothing of it is left.
///
/// desiredStatus becomes STOPPED when somebody asks for it, or with the report that an essential container is
/// over: it ran and exited (EssentialContainerExited), or it never will run (TaskFailedToStart).
///
/// Worked example, `web` (essential) and `log` (not), bridge: both pulled: PENDING. `web` runs: PENDING.
/// `log` runs, or ran and exited with 0: RUNNING. `web` exits with 3 while `log` runs: desiredStatus STOPPED,
/// lastStatus STOPPING, stopCode EssentialContainerExited. `log` exits: STOPPED. Had the first report already
/// said that both exited: STOPPED at once, with startedAt, since both had run.
public final class TaskLifecycle {
    private TaskLifecycle() {}

    /// The task after a report of its host, of one that is RUNNING at once when it was started.
    public static Task observed(Task task, TaskDefinition definition, ObservedTask report, Instant now) {
        return observed(task, definition, report, false, now);
    }

    /// The task after a report of its host. The same task if the report says nothing new.
    ///
    /// @param activates whether it is ACTIVATING before it is RUNNING. ECS: with several target groups
    public static Task observed(
            Task task, TaskDefinition definition, ObservedTask report, boolean activates, Instant now) {
        if (task.stopped()) {
            return task;
        }
        StatusDraft draft = new StatusDraft(task);
        draft.containers = containers(task, definition, report);
        draft.pulled(report.pullStartedAt(), report.pullStoppedAt());
        noteStart(draft, activates);
        noteExit(task, draft, report.networkError(), now);
        boolean network = task.spec().networkMode() == NetworkMode.AWSVPC && report.networkReady();
        move(task, draft, network, now);
        return draft.build();
    }

    /// The task after a report of all that its host has, in which it is missing although the host knew of it.
    public static Task vanished(Task task, Instant now) {
        return gone(task, Reasons.VANISHED, null, now);
    }

    /// The task of a host that is held to be gone for good.
    ///
    /// @param reason shown as stoppedReason, for example `Host EC2 (instance i-1) terminated.`
    public static Task lost(Task task, String reason, Instant now) {
        return gone(task, reason, StopCode.TERMINATION_NOTICE, now);
    }

    /// The task of a container instance that was deregistered by force. ECS: the record is STOPPED at once.
    public static Task deregistered(Task task, Instant now) {
        return gone(task, Reasons.DEREGISTERED, StopCode.USER_INITIATED, now);
    }

    /// Asks a task to stop: desiredStatus, stopCode and reason change at once, lastStatus waits for its host.
    /// One that waits for room is STOPPED at once. The same task if a stop was decided before.
    public static Task stop(Task task, StopCode code, String reason, Instant now) {
        if (task.status().desired() == DesiredStatus.STOPPED) {
            return task;
        }
        if (task.isUnplaced()) {
            return neverPlaced(task, code, reason, now);
        }
        StatusDraft draft = new StatusDraft(task);
        draft.stop(code, reason, now);
        return draft.build();
    }

    /// A task that is to stop, but not before what it serves is served: its containers go on for now.
    public static Task draining(Task task) {
        StatusDraft draft = new StatusDraft(task);
        draft.reached(LastStatus.DEACTIVATING);
        return draft.build();
    }

    /// A DEACTIVATING task that serves no more: its host may stop it.
    public static Task drained(Task task) {
        if (task.status().last() != LastStatus.DEACTIVATING) {
            return task;
        }
        StatusDraft draft = new StatusDraft(task);
        draft.reached(LastStatus.STOPPING);
        return draft.build();
    }

    /// An ACTIVATING task that is registered with all its target groups.
    public static Task activated(Task task, Instant now) {
        if (task.status().last() != LastStatus.ACTIVATING || task.status().desired() != DesiredStatus.RUNNING) {
            return task;
        }
        StatusDraft draft = new StatusDraft(task);
        draft.started(now);
        draft.reached(LastStatus.RUNNING);
        return draft.build();
    }

    /// A task that never gets to its host, for a reason known when it was accepted.
    ///
    /// @param container the container at fault
    /// @param reason in ECS's form `CannotStartContainerError: …`
    static Task neverStarted(Task task, String container, String reason, Instant now) {
        StatusDraft draft = new StatusDraft(task);
        draft.containers = task.status().containers().stream()
                .map(known -> ContainerLifecycle.gone(
                        known, known.name().equals(container) && !fargate(task) ? Reasons.cut(reason) : null))
                .toList();
        draft.stop(StopCode.TASK_FAILED_TO_START, fargate(task) ? reason : Reasons.FAILED_TO_START, now);
        draft.stopped(now);
        return draft.build();
    }

    /// A task that waited for room and waits no more.
    private static Task neverPlaced(Task task, StopCode code, String reason, Instant now) {
        StatusDraft draft = new StatusDraft(task);
        draft.containers = task.status().containers().stream()
                .map(known -> ContainerLifecycle.gone(known, null))
                .toList();
        draft.stop(code, reason, now);
        draft.stopped(now);
        return draft.build();
    }

    /// Whether the host's agent is connected. Says nothing about the containers: they keep their status and
    /// health.
    public static Task connected(Task task, boolean connected, Instant now) {
        if (task.stopped() || task.status().connected() == connected) {
            return task;
        }
        StatusDraft draft = new StatusDraft(task);
        draft.connected = connected;
        if (connected) {
            draft.connectivityAt = now;
        }
        return draft.build();
    }

    private static List<TaskContainer> containers(Task task, TaskDefinition definition, ObservedTask report) {
        List<TaskContainer> containers = new ArrayList<>();
        for (TaskContainer known : task.status().containers()) {
            ObservedContainer seen = seen(report, known.name());
            ContainerDefinition container = definition.container(known.name());
            containers.add(
                    seen == null ? known : ContainerLifecycle.observed(known, seen, container.healthCheck() != null));
        }
        return containers;
    }

    private static @Nullable ObservedContainer seen(ObservedTask report, String name) {
        for (ObservedContainer container : report.containers()) {
            if (container.name().equals(name)) {
                return container;
            }
        }
        return null;
    }

    /// startedAt belongs to tasks that got to RUNNING before their stop was decided.
    private static void noteStart(StatusDraft draft, boolean activates) {
        if (draft.startedAt != null || draft.desired != DesiredStatus.RUNNING || !allStarted(draft.containers)) {
            return;
        }
        if (activates) {
            draft.reached(LastStatus.ACTIVATING);
        } else {
            draft.containers.stream()
                    .map(TaskContainer::startedAt)
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder())
                    .ifPresent(draft::started);
        }
    }

    private static boolean allStarted(List<TaskContainer> containers) {
        return containers.stream()
                .allMatch(container -> container.startedAt() != null
                        || (!container.essential() && container.status() == Status.STOPPED));
    }

    private static void noteExit(Task task, StatusDraft draft, @Nullable String networkError, Instant now) {
        TaskContainer cause = firstOver(draft.containers);
        if (draft.desired == DesiredStatus.RUNNING) {
            if (networkError != null) {
                draft.stop(codeFor(draft.startedAt != null), networkError, now);
            } else if (cause != null) {
                boolean ran = cause.startedAt() != null;
                draft.stop(codeFor(ran), reasonOf(task, cause, ran), endOf(cause, now));
            }
        }
        TaskContainer ended = firstEnded(draft.containers);
        if (draft.executionStoppedAt == null && ended != null) {
            draft.executionStopped(endOf(ended, now));
        }
    }

    /// The first essential container that ran and ended.
    private static @Nullable TaskContainer firstEnded(List<TaskContainer> containers) {
        return containers.stream()
                .filter(container ->
                        container.essential() && container.status() == Status.STOPPED && container.startedAt() != null)
                .min(Comparator.comparing(TaskContainer::finishedAt, Comparator.nullsLast(Comparator.naturalOrder())))
                .orElse(null);
    }

    /// The essential container that is at fault: one that says why it never will run, since then the others
    /// were stopped for it; else the first that ran and ended; else one that says nothing and was only not
    /// started any more.
    private static @Nullable TaskContainer firstOver(List<TaskContainer> containers) {
        return containers.stream()
                .filter(container -> container.essential() && container.status() == Status.STOPPED)
                .min(Comparator.comparingInt(TaskLifecycle::blame)
                        .thenComparing(TaskContainer::finishedAt, Comparator.nullsLast(Comparator.naturalOrder())))
                .orElse(null);
    }

    private static int blame(TaskContainer container) {
        if (container.startedAt() != null) {
            return 1;
        }
        return container.reason() != null ? 0 : 2;
    }

    private static StopCode codeFor(boolean ran) {
        return ran ? StopCode.ESSENTIAL_CONTAINER_EXITED : StopCode.TASK_FAILED_TO_START;
    }

    /// ECS: Fargate shows a failed start in stoppedReason; on EC2 it is in the container's reason only.
    private static String reasonOf(Task task, TaskContainer cause, boolean ran) {
        if (ran) {
            return Reasons.ESSENTIAL_EXITED;
        }
        String reason = cause.reason();
        return fargate(task) && reason != null ? reason : Reasons.FAILED_TO_START;
    }

    private static Instant endOf(TaskContainer container, Instant now) {
        return container.finishedAt() == null ? now : container.finishedAt();
    }

    private static void move(Task task, StatusDraft draft, boolean network, Instant now) {
        boolean over = draft.containers.stream().allMatch(container -> container.status() == Status.STOPPED);
        switch (draft.desired) {
            case RUNNING -> {
                if (draft.startedAt != null) {
                    draft.reached(LastStatus.RUNNING);
                } else if (network || task.spec().networkMode() != NetworkMode.AWSVPC) {
                    draft.reached(LastStatus.PENDING);
                }
            }
            case STOPPED -> {
                if (!over) {
                    boolean drains = draft.last == LastStatus.DEACTIVATING && firstOver(draft.containers) == null;
                    draft.reached(drains ? LastStatus.DEACTIVATING : LastStatus.STOPPING);
                } else if (network) {
                    draft.reached(LastStatus.DEPROVISIONING);
                } else {
                    draft.stopped(now);
                }
            }
        }
    }

    private static Task gone(Task task, String reason, @Nullable StopCode code, Instant now) {
        if (task.stopped()) {
            return task;
        }
        StatusDraft draft = new StatusDraft(task);
        draft.containers = task.status().containers().stream()
                .map(known -> ContainerLifecycle.gone(known, known.startedAt() == null ? null : Reasons.cut(reason)))
                .toList();
        if (draft.desired == DesiredStatus.RUNNING) {
            boolean ran = draft.startedAt != null;
            StopCode known = code == null ? codeFor(ran) : code;
            String own = ran ? Reasons.ESSENTIAL_EXITED : Reasons.FAILED_TO_START;
            draft.stop(known, code == null ? own : reason, now);
        }
        draft.stopped(now);
        return draft.build();
    }

    private static boolean fargate(Task task) {
        return task.spec().launchType() == LaunchType.FARGATE;
    }
}
