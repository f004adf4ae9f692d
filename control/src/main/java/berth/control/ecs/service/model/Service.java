package berth.control.ecs.service.model;

import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.vpc.model.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Keeps a wanted number of copies of a task definition.
public record Service(String cluster, String serviceName, ServiceSpec spec, ServiceStatus status) {

    /// `cluster/name`: the key of its row and the end of its ARN.
    public String name() {
        return cluster + '/' + serviceName;
    }

    public Service with(ServiceSpec changed) {
        return new Service(cluster, serviceName, changed, status);
    }

    public Service with(ServiceStatus changed) {
        return new Service(cluster, serviceName, spec, changed);
    }

    /// What the user asked for.
    ///
    /// @param taskDefinition `family:revision`
    /// @param platformVersion as given, `LATEST` on Fargate where left out, else null
    /// @param network null where neither given nor helped with
    /// @param minimumHealthyPercent default 100
    /// @param maximumPercent default 200
    /// @param clientToken of CreateService, or null
    public record ServiceSpec(
            String taskDefinition,
            int desiredCount,
            LaunchType launchType,
            @Nullable String platformVersion,
            @Nullable Network network,
            int minimumHealthyPercent,
            int maximumPercent,
            @Nullable String clientToken,
            String createdBy,
            Instant createdAt) {

        /// Whether CreateService with these parameters would be the same call again.
        public boolean asksForTheSameAs(ServiceSpec other) {
            return !deploysOtherThan(other)
                    && desiredCount == other.desiredCount
                    && launchType == other.launchType
                    && minimumHealthyPercent == other.minimumHealthyPercent
                    && maximumPercent == other.maximumPercent;
        }

        /// Whether tasks of one would not do for the other.
        public boolean deploysOtherThan(ServiceSpec other) {
            return !taskDefinition.equals(other.taskDefinition)
                    || !Objects.equals(platformVersion, other.platformVersion)
                    || !Objects.equals(network, other.network);
        }

        public ServiceSpec withDesiredCount(int count) {
            return new ServiceSpec(
                    taskDefinition,
                    count,
                    launchType,
                    platformVersion,
                    network,
                    minimumHealthyPercent,
                    maximumPercent,
                    clientToken,
                    createdBy,
                    createdAt);
        }

        /// The healthy tasks that a deployment must leave: desiredCount times minimumHealthyPercent, rounded up.
        public int lowerBound() {
            return (int) Math.ceilDiv((long) desiredCount * minimumHealthyPercent, 100L);
        }

        /// The tasks that a deployment may have at once: desiredCount times maximumPercent, rounded down.
        public int upperBound() {
            return (int) Math.floorDiv((long) desiredCount * maximumPercent, 100L);
        }
    }

    /// What became of it.
    ///
    /// @param deployments newest first; the first is PRIMARY
    /// @param pace how fast new tasks may be started
    /// @param steady whether it was in a steady state when last looked at, so that reaching one is an event once
    /// @param said what its events said and still holds, so that it isn't said again at every look
    /// @param inactiveAt when it became INACTIVE, or null
    public record ServiceStatus(
            State state,
            List<Deployment> deployments,
            Pace pace,
            boolean steady,
            List<Said> said,
            @Nullable Instant inactiveAt) {
        public ServiceStatus {
            deployments = List.copyOf(deployments);
            said = List.copyOf(said);
        }

        public Deployment primary() {
            return deployments.getFirst();
        }

        /// What was said about a cause that still holds, or null.
        public @Nullable Said said(Cause cause) {
            return said.stream().filter(one -> one.cause() == cause).findFirst().orElse(null);
        }

        public ServiceStatus with(State changed) {
            return new ServiceStatus(changed, deployments, pace, steady, said, inactiveAt);
        }

        public ServiceStatus with(List<Deployment> changed) {
            return new ServiceStatus(state, changed, pace, steady, said, inactiveAt);
        }

        public ServiceStatus with(Pace changed) {
            return new ServiceStatus(state, deployments, changed, steady, said, inactiveAt);
        }
    }

    /// An event that still holds.
    ///
    /// @param message the whole event; another message about the same cause is said at once
    /// @param at when it was last said; said again after six hours
    public record Said(Cause cause, String message, Instant at) {}

    /// What a standing event is about.
    public enum Cause {
        /// No host met the requirements of a task.
        PLACEMENT,
        /// The percents leave no room for a deployment.
        STUCK,
        /// Tasks that would have to go are protected.
        PROTECTED,
        /// Tasks stop before they ever get to RUNNING.
        IMPAIRED,
        /// Tasks stop shortly after they got to RUNNING.
        CRASHING,
        /// Everything is as wanted.
        STEADY
    }

    public enum State {
        ACTIVE,
        DRAINING,
        INACTIVE
    }

    /// One rollout of one task definition.
    ///
    /// @param id `ecs-svc/` and digits; its tasks carry it as startedBy
    /// @param desiredCount the service's for the PRIMARY one; for an older one the tasks that it is still to keep,
    ///     which falls with every task that is stopped
    /// @param failedTasks consecutively failed
    /// @param help what relaxed mode did for its tasks and the events said already, in sentences
    public record Deployment(
            String id,
            boolean primary,
            String taskDefinition,
            LaunchType launchType,
            @Nullable String platformVersion,
            @Nullable Network network,
            int desiredCount,
            int failedTasks,
            Rollout rollout,
            String rolloutReason,
            Instant createdAt,
            Instant updatedAt,
            List<String> help) {
        public Deployment {
            help = List.copyOf(help);
        }

        /// A deployment that was just asked for by `spec`.
        public static Deployment first(String id, ServiceSpec spec, Instant now) {
            return new Deployment(
                    id,
                    true,
                    spec.taskDefinition(),
                    spec.launchType(),
                    spec.platformVersion(),
                    spec.network(),
                    spec.desiredCount(),
                    0,
                    Rollout.IN_PROGRESS,
                    "ECS deployment " + id + " in progress.",
                    now,
                    now,
                    List.of());
        }

        /// This one after a newer one took its place: it keeps so many tasks for now.
        public Deployment replaced(int kept, Instant now) {
            return new Deployment(
                    id,
                    false,
                    taskDefinition,
                    launchType,
                    platformVersion,
                    network,
                    kept,
                    failedTasks,
                    rollout,
                    rolloutReason,
                    createdAt,
                    now,
                    help);
        }

        public Deployment completed(Instant now) {
            return changed(desiredCount, 0, Rollout.COMPLETED, "ECS deployment " + id + " completed.", help, now);
        }

        public Deployment withDesired(int count, Instant now) {
            return changed(count, failedTasks, rollout, rolloutReason, help, now);
        }

        public Deployment withFailed(int failed, Instant now) {
            return changed(desiredCount, failed, rollout, rolloutReason, help, now);
        }

        public Deployment withHelp(List<String> said, Instant now) {
            return changed(desiredCount, failedTasks, rollout, rolloutReason, said, now);
        }

        private Deployment changed(
                int desired, int failed, Rollout state, String reason, List<String> said, Instant now) {
            Deployment after = new Deployment(
                    id,
                    primary,
                    taskDefinition,
                    launchType,
                    platformVersion,
                    network,
                    desired,
                    failed,
                    state,
                    reason,
                    createdAt,
                    updatedAt,
                    said);
            return after.equals(this) ? this : after.touched(now);
        }

        private Deployment touched(Instant now) {
            return new Deployment(
                    id,
                    primary,
                    taskDefinition,
                    launchType,
                    platformVersion,
                    network,
                    desiredCount,
                    failedTasks,
                    rollout,
                    rolloutReason,
                    createdAt,
                    now,
                    help);
        }
    }

    /// ECS `rolloutState`.
    public enum Rollout {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    /// How starts are slowed down.
    ///
    /// @param failures tasks in a row that did not get to RUNNING
    /// @param crashes tasks in a row that left RUNNING again within ten seconds
    /// @param round how often starts were put off in this row; the delay doubles with each
    /// @param notBefore no new task before this, or null
    /// @param countedTo the end of the last task that was counted, or null
    /// @param countedThen the tasks that ended at that very moment and are counted
    public record Pace(
            int failures,
            int crashes,
            int round,
            @Nullable Instant notBefore,
            @Nullable Instant countedTo,
            List<String> countedThen) {
        /// ECS: 27 minutes.
        public static final Duration LONGEST_DELAY = Duration.ofMinutes(27);

        public static final Pace FREE = new Pace(0, 0, 0, null, null, List.of());

        public Pace {
            countedThen = List.copyOf(countedThen);
        }

        /// Whether a task may be started at this time. A clock that was put back holds no start up for longer than
        /// the longest delay.
        public boolean allows(Instant now) {
            return notBefore == null || !now.isBefore(notBefore) || now.isBefore(notBefore.minus(LONGEST_DELAY));
        }

        /// A fresh start that does not count the past again.
        public Pace reset() {
            return new Pace(0, 0, 0, null, countedTo, countedThen);
        }
    }
}
