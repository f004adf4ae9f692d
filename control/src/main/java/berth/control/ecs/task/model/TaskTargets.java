package berth.control.ecs.task.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The target groups of one task, and how far it is with each: a row beside the task's own, for tasks of services with
/// load balancers only. It goes once the task has stopped and its service has said so.
///
/// @param cluster short name
/// @param taskId 32 hex digits
/// @param service its service's name
/// @param targets one for each entry of `loadBalancers`, in that order
public record TaskTargets(String cluster, String taskId, String service, List<TaskTarget> targets) {
    public TaskTargets {
        targets = List.copyOf(targets);
    }

    /// `cluster/id`: the task's name, and the key of this row.
    public String name() {
        return cluster + '/' + taskId;
    }

    /// `cluster/service`.
    public String serviceName() {
        return cluster + '/' + service;
    }

    public TaskTargets with(List<TaskTarget> changed) {
        return new TaskTargets(cluster, taskId, service, changed);
    }

    /// Whether a load balancer may send it requests.
    public boolean anyRegistered() {
        return targets.stream().anyMatch(target -> target.phase() == Phase.REGISTERED);
    }

    public boolean allRegistered() {
        return targets.stream().allMatch(target -> target.phase() == Phase.REGISTERED);
    }

    /// Whether its service has still to say what became of it.
    public boolean untold() {
        return targets.stream().anyMatch(target -> !target.told());
    }

    /// One of them.
    ///
    /// @param id what it is registered as: an address or an instance id; null before that
    /// @param port what it is registered with; 0 before that
    /// @param told whether the service's events say what its phase is
    public record TaskTarget(
            TargetSpec spec, Phase phase, @Nullable String id, int port, boolean told) {
        public static TaskTarget waiting(TargetSpec spec) {
            return new TaskTarget(spec, Phase.WAITING, null, 0, true);
        }

        public TaskTarget registered(String as, int withPort) {
            return new TaskTarget(spec, Phase.REGISTERED, as, withPort, false);
        }

        /// Not to be registered any more. There is nothing to say of one that never was.
        public TaskTarget deregistered() {
            return phase == Phase.DEREGISTERED
                    ? this
                    : new TaskTarget(spec, Phase.DEREGISTERED, id, port, phase == Phase.WAITING);
        }

        /// The event has been written.
        public TaskTarget said() {
            return new TaskTarget(spec, phase, id, port, true);
        }
    }

    /// How far a task is with a target group.
    public enum Phase {
        /// It does not run yet, or its port is not known yet.
        WAITING,
        REGISTERED,
        /// It gets no new requests.
        DEREGISTERED
    }
}
