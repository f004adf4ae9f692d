package berth.control.ecs.service.model;

import java.time.Instant;
import java.util.List;

/// Keeps a wanted number of copies of a task definition.
public record Service(String cluster, String serviceName, ServiceSpec spec, ServiceStatus status) {

    /// `cluster/name`: the key of its row and the end of its ARN.
    public String name() {
        return cluster + '/' + serviceName;
    }

    /// What its tasks belong to, newest first: its deployments, or what its task sets are.
    public List<Deployment> rollouts() {
        return spec.isExternal()
                ? status.taskSets().stream().map(TaskSet::deployment).toList()
                : status.deployments();
    }

    public Service with(ServiceSpec changed) {
        return new Service(cluster, serviceName, changed, status);
    }

    public Service with(ServiceStatus changed) {
        return new Service(cluster, serviceName, spec, changed);
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
        /// Tasks are moved between zones.
        REBALANCING,
        /// A zone that is to get a task has no room for it.
        REBALANCING_UNPLACED,
        /// Tasks that would have to be moved are protected.
        REBALANCING_HELD,
        /// Tasks stop before they ever get to RUNNING.
        IMPAIRED,
        /// Tasks stop shortly after they got to RUNNING.
        CRASHING,
        /// A load balancer says that a task is unhealthy. One for each target.
        TARGET_UNHEALTHY,
        /// A target group that tasks belong to, or a task's target in it, is not there. One for each target.
        TARGET_MISSING,
        /// Everything is as wanted.
        STEADY
    }

    public enum State {
        ACTIVE,
        DRAINING,
        INACTIVE
    }
}
