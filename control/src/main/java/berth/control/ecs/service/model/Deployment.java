package berth.control.ecs.service.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// The tasks of one rollout of one revision, as `deployments` of a service shows it.
///
/// @param id `ecs-svc/` and digits; its tasks carry it as startedBy
/// @param revision id of the [ServiceRevision] that it rolls out; empty in a row from before there were revisions
/// @param desiredCount the service's for the PRIMARY one; for an older one the tasks that it is still to keep,
///     which falls with every task that is stopped
/// @param failedTasks consecutively failed
/// @param monitor what its circuit breaker and its alarms have seen
/// @param help what relaxed mode did for its tasks and the events said already, in sentences
public record Deployment(
        String id,
        boolean primary,
        WorkloadConfiguration workload,
        String revision,
        int desiredCount,
        int failedTasks,
        Rollout rollout,
        String rolloutReason,
        Monitor monitor,
        Instant createdAt,
        Instant updatedAt,
        List<String> help) {
    public Deployment {
        revision = Objects.requireNonNullElse(revision, "");
        monitor = Objects.requireNonNullElse(monitor, Monitor.NEW);
        help = List.copyOf(help);
    }

    /// A deployment of `revision` that was just asked for.
    public static Deployment first(
            String id, String revision, WorkloadConfiguration workload, int desiredCount, Instant now) {
        return new Deployment(
                id,
                true,
                workload,
                revision,
                desiredCount,
                0,
                Rollout.IN_PROGRESS,
                "ECS deployment " + id + " in progress.",
                Monitor.NEW,
                now,
                now,
                List.of());
    }

    public String taskDefinition() {
        return workload.taskDefinition();
    }

    /// This one after a newer one took its place: it keeps so many tasks for now.
    public Deployment replaced(int kept, Instant now) {
        return new Deployment(
                id,
                false,
                workload,
                revision,
                kept,
                failedTasks,
                rollout,
                rolloutReason,
                monitor,
                createdAt,
                now,
                help);
    }

    /// This one after the deployment that was to replace it was given up.
    public Deployment primaryAgain(int desired, Instant now) {
        return new Deployment(
                id, true, workload, revision, desired, 0, rollout, rolloutReason, Monitor.NEW, createdAt, now, help);
    }

    /// This one after some of its tasks failed.
    public Deployment failed(int more, Instant now) {
        return withFailed(failedTasks + more, now).with(monitor.withFailures(monitor.failures() + more), now);
    }

    /// Everything is as wanted: it failed no more.
    public Deployment completed(Instant now) {
        return with(Rollout.COMPLETED, "ECS deployment " + id + " completed.", now)
                .withFailed(0, now);
    }

    /// Changed by somebody at this time.
    public Deployment touched(Instant now) {
        return at(desiredCount, failedTasks, rollout, rolloutReason, monitor, help, now);
    }

    public Deployment with(Rollout state, String reason, Instant now) {
        return changed(desiredCount, failedTasks, state, reason, monitor, help, now);
    }

    public Deployment with(Monitor seen, Instant now) {
        return changed(desiredCount, failedTasks, rollout, rolloutReason, seen, help, now);
    }

    public Deployment withDesired(int count, Instant now) {
        return changed(count, failedTasks, rollout, rolloutReason, monitor, help, now);
    }

    public Deployment withFailed(int failed, Instant now) {
        return changed(desiredCount, failed, rollout, rolloutReason, monitor, help, now);
    }

    public Deployment withHelp(List<String> said, Instant now) {
        return changed(desiredCount, failedTasks, rollout, rolloutReason, monitor, said, now);
    }

    private Deployment changed(
            int desired, int failed, Rollout state, String reason, Monitor seen, List<String> said, Instant now) {
        Deployment after = at(desired, failed, state, reason, seen, said, updatedAt);
        return after.equals(this) ? this : at(desired, failed, state, reason, seen, said, now);
    }

    private Deployment at(
            int desired, int failed, Rollout state, String reason, Monitor seen, List<String> said, Instant at) {
        return new Deployment(
                id, primary, workload, revision, desired, failed, state, reason, seen, createdAt, at, said);
    }

    /// ECS `rolloutState`.
    public enum Rollout {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }
}
