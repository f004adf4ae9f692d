package berth.control.ecs.task.plan;

import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LastStatus;
import berth.control.ecs.task.model.Task.StopCode;
import berth.control.ecs.task.model.Task.TaskStatus;
import berth.control.ecs.task.model.TaskContainer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task's status while one step of its life is worked out. Keeps the order of the timestamps.
///
/// ECS: createdAt <= pullStartedAt <= pullStoppedAt <= startedAt <= stoppingAt <= executionStoppedAt <=
/// stoppedAt, missing ones skipped. Hosts have clocks of their own: a time that would break the order is
/// moved up to the one before it.
final class StatusDraft {
    private final Task task;
    DesiredStatus desired;
    LastStatus last;

    @Nullable
    Instant connectivityAt;

    @Nullable
    Instant pullStartedAt;

    @Nullable
    Instant pullStoppedAt;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant stoppingAt;

    @Nullable
    Instant executionStoppedAt;

    @Nullable
    Instant stoppedAt;

    @Nullable
    StopCode stopCode;

    @Nullable
    String stoppedReason;

    boolean connected;
    List<TaskContainer> containers;

    StatusDraft(Task task) {
        this.task = task;
        TaskStatus status = task.status();
        desired = status.desired();
        last = status.last();
        connectivityAt = status.connectivityAt();
        pullStartedAt = status.pullStartedAt();
        pullStoppedAt = status.pullStoppedAt();
        startedAt = status.startedAt();
        stoppingAt = status.stoppingAt();
        executionStoppedAt = status.executionStoppedAt();
        stoppedAt = status.stoppedAt();
        stopCode = status.stopCode();
        stoppedReason = status.stoppedReason();
        connected = status.connected();
        containers = status.containers();
    }

    /// Pulls count until the task runs or is to stop.
    void pulled(@Nullable Instant started, @Nullable Instant stopped) {
        if (startedAt != null || stoppingAt != null) {
            return;
        }
        if (pullStartedAt == null && started != null) {
            pullStartedAt = notBefore(started, task.spec().createdAt());
        }
        if (stopped != null && pullStartedAt != null) {
            pullStoppedAt = notBefore(stopped, pullStartedAt);
        }
    }

    void started(Instant at) {
        startedAt = notBefore(at, task.spec().createdAt(), pullStartedAt, pullStoppedAt);
    }

    /// The stop is decided: desiredStatus flips here and never back.
    void stop(StopCode code, String reason, Instant at) {
        desired = DesiredStatus.STOPPED;
        stopCode = code;
        stoppedReason = Reasons.cut(reason);
        stoppingAt = notBefore(at, task.spec().createdAt(), pullStartedAt, pullStoppedAt, startedAt);
    }

    void executionStopped(Instant at) {
        executionStoppedAt = notBefore(at, stoppingAt);
    }

    void stopped(Instant at) {
        last = LastStatus.STOPPED;
        stoppedAt = notBefore(at, stoppingAt, executionStoppedAt);
    }

    /// lastStatus moves on, never back.
    void reached(LastStatus status) {
        if (status.compareTo(last) > 0) {
            last = status;
        }
    }

    Task build() {
        return task.with(new TaskStatus(
                desired,
                last,
                connectivityAt,
                pullStartedAt,
                pullStoppedAt,
                startedAt,
                stoppingAt,
                executionStoppedAt,
                stoppedAt,
                stopCode,
                stoppedReason,
                connected,
                containers));
    }

    private static Instant notBefore(Instant at, @Nullable Instant... earlier) {
        Instant result = at;
        for (Instant bound : earlier) {
            if (bound != null && bound.isAfter(result)) {
                result = bound;
            }
        }
        return result;
    }
}
