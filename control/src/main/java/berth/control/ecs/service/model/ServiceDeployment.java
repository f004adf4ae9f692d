package berth.control.ecs.service.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The change of a service from some revisions to another, its way back included: what DescribeServiceDeployments
/// shows. Where the tasks are is in the [Deployment]s of the service.
///
/// @param service `cluster/name`
/// @param id 21 characters
/// @param target id of the revision to go to
/// @param sources ids of the revisions that had tasks when it began
/// @param after id of the service deployment before it; null for a service's first. Times don't tell which that was:
///     clocks are put back
/// @param configuration as it was when the deployment was asked for
/// @param statusReason null where there is nothing to say
/// @param shift how far it is; null for ROLLING, and before its first step
/// @param alarms names of the alarms that went off
/// @param rollback null while it does not go back
public record ServiceDeployment(
        String service,
        String id,
        String target,
        List<String> sources,
        @Nullable String after,
        DeploymentConfiguration configuration,
        Status status,
        @Nullable String statusReason,
        @Nullable TrafficShift shift,
        Breaker breaker,
        List<String> alarms,
        @Nullable Rollback rollback,
        Times times) {
    public ServiceDeployment {
        sources = List.copyOf(sources);
        breaker = Objects.requireNonNullElse(breaker, Breaker.NONE);
        alarms = List.copyOf(Objects.requireNonNullElse(alarms, List.of()));
    }

    /// One that was just asked for.
    public static ServiceDeployment first(
            String service,
            String id,
            String target,
            List<String> sources,
            @Nullable String after,
            DeploymentConfiguration configuration,
            Instant now) {
        return new ServiceDeployment(
                service,
                id,
                target,
                sources,
                after,
                configuration,
                Status.PENDING,
                null,
                null,
                Breaker.NONE,
                List.of(),
                null,
                new Times(now, null, null, null, now));
    }

    /// `cluster/name/id`: the key of its row and the end of its ARN.
    public String name() {
        return service + '/' + id;
    }

    /// This one in another status; the times follow from it.
    public ServiceDeployment with(Status changed, @Nullable String reason, Instant now) {
        if (changed == status && Objects.equals(reason, statusReason)) {
            return this;
        }
        return new ServiceDeployment(
                service,
                id,
                target,
                sources,
                after,
                configuration,
                changed,
                reason,
                shift,
                breaker,
                alarms,
                rollback,
                times.in(changed, now));
    }

    public ServiceDeployment with(TrafficShift changed, Instant now) {
        return changed.equals(shift)
                ? this
                : new ServiceDeployment(
                        service,
                        id,
                        target,
                        sources,
                        after,
                        configuration,
                        status,
                        statusReason,
                        changed,
                        breaker,
                        alarms,
                        rollback,
                        times.updated(now));
    }

    public ServiceDeployment with(Rollback begun, Instant now) {
        return new ServiceDeployment(
                service,
                id,
                target,
                sources,
                after,
                configuration,
                status,
                statusReason,
                shift,
                breaker,
                alarms,
                begun,
                times.updated(now));
    }

    /// Whether a deployment of the service stays, tasks or not, because traffic moves to or from it.
    public boolean holds(String deployment) {
        return shift != null && shift.holds(deployment);
    }

    /// Whether a function is to be called, or is being called, by one of its hooks.
    public boolean awaitsHooks() {
        return shift != null && !status.terminal() && shift.hooks().stream().anyMatch(HookRun::awaitsAnswer);
    }

    /// What the circuit breaker came to, and which alarms went off.
    public ServiceDeployment with(Breaker seen, List<String> wentOff, Instant now) {
        return seen.equals(breaker) && wentOff.equals(alarms)
                ? this
                : new ServiceDeployment(
                        service,
                        id,
                        target,
                        sources,
                        after,
                        configuration,
                        status,
                        statusReason,
                        shift,
                        seen,
                        wentOff,
                        rollback,
                        times.updated(now));
    }

    /// ECS: the states of a service deployment.
    public enum Status {
        PENDING,
        IN_PROGRESS,
        SUCCESSFUL,
        /// A newer one was begun, or it failed and does not go back.
        STOP_REQUESTED,
        STOPPED,
        ROLLBACK_REQUESTED,
        ROLLBACK_IN_PROGRESS,
        ROLLBACK_SUCCESSFUL,
        ROLLBACK_FAILED;

        /// Whether nothing more becomes of it.
        public boolean terminal() {
            return switch (this) {
                case PENDING, IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS -> false;
                case SUCCESSFUL, STOPPED, ROLLBACK_SUCCESSFUL, ROLLBACK_FAILED -> true;
            };
        }
    }

    /// What the circuit breaker came to in the end. While the deployment goes on its [Monitor] says it.
    ///
    /// @param threshold 0 until it is over
    public record Breaker(boolean triggered, int failureCount, int threshold) {
        public static final Breaker NONE = new Breaker(false, 0, 0);
    }

    /// @param revision id of the revision that it goes back to
    public record Rollback(@Nullable String reason, Instant startedAt, String revision) {}

    public record Times(
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable Instant stoppedAt,
            Instant updatedAt) {

        Times updated(Instant now) {
            return new Times(createdAt, startedAt, finishedAt, stoppedAt, now);
        }

        /// ECS: startedAt when it leaves PENDING, finishedAt when nothing more becomes of it, stoppedAt when it was
        /// stopped or went back.
        Times in(Status status, Instant now) {
            Instant started = status == Status.PENDING || startedAt != null ? startedAt : now;
            boolean stopped = status != Status.SUCCESSFUL && status.terminal();
            return new Times(createdAt, started, status.terminal() ? now : null, stopped ? now : stoppedAt, now);
        }
    }
}
