package berth.control.ecs.service.model;

import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.vpc.model.Network;
import java.time.Instant;
import java.util.List;
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
    /// @param help what relaxed mode did for this service, in sentences
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
            Instant createdAt,
            List<String> help) {
        public ServiceSpec {
            help = List.copyOf(help);
        }
    }

    /// What became of it.
    ///
    /// @param deployments newest first; the first is PRIMARY
    /// @param pace how fast new tasks may be started
    /// @param steady whether it was in a steady state when last looked at, so that reaching one is an event once
    public record ServiceStatus(State state, List<Deployment> deployments, Pace pace, boolean steady) {
        public ServiceStatus {
            deployments = List.copyOf(deployments);
        }
    }

    public enum State {
        ACTIVE,
        DRAINING,
        INACTIVE
    }

    /// One rollout of one task definition.
    ///
    /// @param id `ecs-svc/` and digits; its tasks carry it as startedBy
    /// @param failedTasks consecutively failed
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
            Instant updatedAt) {}

    /// ECS `rolloutState`.
    public enum Rollout {
        IN_PROGRESS,
        COMPLETED,
        FAILED
    }

    /// How starts are slowed down.
    ///
    /// @param failures tasks in a row that did not get to RUNNING, or left it at once
    /// @param notBefore no new task before this, or null
    public record Pace(int failures, @Nullable Instant notBefore) {
        public static final Pace FREE = new Pace(0, null);
    }
}
