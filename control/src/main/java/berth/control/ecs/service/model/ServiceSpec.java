package berth.control.ecs.service.model;

import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.tag.model.Tag;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.vpc.model.Network;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the user asked for.
///
/// A row that was written before one of these existed has null for it, which becomes its default here.
///
/// @param workload what the tasks are
/// @param desiredCount as asked for; of a DAEMON service the container instances that are eligible
/// @param deployment how it goes from one workload to the next
/// @param tags that CreateService gave the service, by which the same call is known again; those that it has now stand
///     in the table of tags
public record ServiceSpec(
        WorkloadConfiguration workload,
        int desiredCount,
        DeploymentConfiguration deployment,
        Scheduling scheduling,
        Placement placement,
        Options options,
        List<Tag> tags,
        Origin origin) {
    public ServiceSpec {
        deployment = Objects.requireNonNullElse(deployment, DeploymentConfiguration.DEFAULT);
        scheduling = Objects.requireNonNullElse(scheduling, Scheduling.DEFAULT);
        placement = Objects.requireNonNullElse(placement, Placement.NONE);
        options = Objects.requireNonNullElse(options, Options.DEFAULT);
        tags = List.copyOf(Objects.requireNonNullElse(tags, List.of()));
    }

    /// A REPLICA service of the ECS controller that says nothing more.
    public static ServiceSpec of(
            WorkloadConfiguration workload, int desiredCount, DeploymentConfiguration deployment, Origin origin) {
        return new ServiceSpec(
                workload,
                desiredCount,
                deployment,
                Scheduling.DEFAULT,
                Placement.NONE,
                Options.DEFAULT,
                List.of(),
                origin);
    }

    /// Whether CreateService with these parameters would be the same call again.
    public boolean asksForTheSameAs(ServiceSpec other) {
        ServiceSpec same = other.from(origin);
        return equals(isDaemon() ? same.withDesiredCount(desiredCount) : same);
    }

    /// Whether it has one task on each eligible container instance.
    public boolean isDaemon() {
        return scheduling.strategy() == Scheduling.Strategy.DAEMON;
    }

    /// Whether somebody else decides about deployments, by task sets.
    public boolean isExternal() {
        return scheduling.controller() == Scheduling.Controller.EXTERNAL;
    }

    public String taskDefinition() {
        return workload.taskDefinition();
    }

    public LaunchType launchType() {
        return workload.launchType();
    }

    public @Nullable Network network() {
        return workload.network();
    }

    public int minimumHealthyPercent() {
        return deployment.minimumHealthyPercent();
    }

    public int maximumPercent() {
        return deployment.maximumPercent();
    }

    public ServiceSpec withDesiredCount(int count) {
        return new ServiceSpec(workload, count, deployment, scheduling, placement, options, tags, origin);
    }

    public ServiceSpec with(WorkloadConfiguration changed) {
        return new ServiceSpec(changed, desiredCount, deployment, scheduling, placement, options, tags, origin);
    }

    public ServiceSpec with(DeploymentConfiguration changed) {
        return new ServiceSpec(workload, desiredCount, changed, scheduling, placement, options, tags, origin);
    }

    public ServiceSpec with(Options changed) {
        return new ServiceSpec(workload, desiredCount, deployment, scheduling, placement, changed, tags, origin);
    }

    private ServiceSpec from(Origin changed) {
        return new ServiceSpec(workload, desiredCount, deployment, scheduling, placement, options, tags, changed);
    }

    /// The healthy tasks that a deployment must leave: desiredCount times minimumHealthyPercent, rounded up.
    public int lowerBound() {
        return (int) Math.ceilDiv((long) desiredCount * minimumHealthyPercent(), 100L);
    }

    /// The tasks that a deployment may have at once: desiredCount times maximumPercent, rounded down.
    public int upperBound() {
        return (int) Math.floorDiv((long) desiredCount * maximumPercent(), 100L);
    }

    /// Who decides about the tasks.
    public record Scheduling(Controller controller, Strategy strategy) {
        public static final Scheduling DEFAULT = new Scheduling(Controller.ECS, Strategy.REPLICA);
        public static final Scheduling DAEMON = new Scheduling(Controller.ECS, Strategy.DAEMON);

        /// ECS `deploymentController.type`; CODE_DEPLOY is not there.
        public enum Controller {
            /// Deployments, decided here.
            ECS,
            /// Task sets, decided by the user.
            EXTERNAL
        }

        /// ECS `schedulingStrategy`.
        public enum Strategy {
            /// As many tasks as desiredCount says.
            REPLICA,
            /// One task on each eligible container instance.
            DAEMON
        }
    }

    /// Where tasks go.
    public record Placement(List<PlacementConstraint> constraints, List<PlacementStrategy> strategy) {
        public static final Placement NONE = new Placement(List.of(), List.of());

        public Placement {
            constraints = List.copyOf(constraints);
            strategy = List.copyOf(strategy);
        }
    }

    /// Single settings, none of which begins a deployment.
    ///
    /// @param healthCheckGracePeriodSeconds failed health checks don't count for so long after a task is
    ///     RUNNING; null where not given, which is 0
    /// @param availabilityZoneRebalancing whether tasks are moved to even out the zones
    /// @param propagateTags whose tags the tasks take over
    public record Options(
            @Nullable Integer healthCheckGracePeriodSeconds,
            boolean availabilityZoneRebalancing,
            PropagateTags propagateTags,
            boolean enableECSManagedTags,
            boolean enableExecuteCommand) {
        public static final Options DEFAULT = new Options(null, false, PropagateTags.NONE, false, false);

        public Options {
            propagateTags = Objects.requireNonNullElse(propagateTags, PropagateTags.NONE);
        }
    }

    public enum PropagateTags {
        NONE,
        SERVICE,
        TASK_DEFINITION
    }

    /// @param clientToken of CreateService, or null
    /// @param createdBy ARN of the caller
    /// @param launchType that CreateService said, or null; where an empty capacity provider strategy goes back to
    public record Origin(
            @Nullable String clientToken,
            String createdBy,
            Instant createdAt,
            @Nullable LaunchType launchType) {}
}
