package berth.control.ecs.task.plan;

import berth.control.ecs.instance.InstanceViews;
import berth.control.ecs.instance.model.Host;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.TargetSpec;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.TaskContainer;
import berth.control.ecs.task.model.TaskTargets;
import berth.control.ecs.task.model.TaskTargets.Phase;
import berth.control.ecs.task.model.TaskTargets.TaskTarget;
import berth.control.elb.ElbViews;
import berth.control.elb.plan.Targets;
import berth.control.store.Change;
import berth.control.store.State;
import berth.kernel.host.NetworkMode;
import berth.kernel.host.PortBinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps a task's places in target groups in step with the task: in the very commit that changes it, so that no crash
/// can come between.
///
/// **Rule.** A task that is to run, and whose containers were all started, is registered with each of its target
/// groups as soon as it is known as what: an awsvpc task with its address and the container's port, another with its
/// host's instance id and the port on the host. A task that is to stop is deregistered, whoever decided it. What is
/// not registered yet because its target group is missing waits for one.
///
/// **Example.** `web` of a bridge task listens on 80 and was given 49153 of host `i-0123`. PENDING: nothing. RUNNING:
/// `i-0123`, port 49153 is registered. Its container exits: with the report that says so the target is draining.
///
/// ECS: target registration; one registration for each entry of `loadBalancers`.
public final class Registrations {
    private Registrations() {}

    /// The changes that follow from how the task is now; none if all is so already.
    public static List<Change> follow(State state, TaskTargets targets, Task task, Instant now) {
        List<Change> changes = new ArrayList<>();
        State next = state;
        List<TaskTarget> after = new ArrayList<>();
        for (TaskTarget target : targets.targets()) {
            TaskTarget step = task.status().desired() == DesiredStatus.STOPPED
                    ? target.deregistered()
                    : registered(state, target, task);
            for (Change change : step.equals(target) ? List.<Change>of() : atTheLoadBalancer(next, step, now)) {
                changes.add(change);
                next = next.with(change);
            }
            after.add(step);
        }
        TaskTargets changed = targets.with(after);
        if (!changed.equals(targets)) {
            changes.add(Change.put(TaskViews.TARGETS, changed));
        }
        return changes;
    }

    private static List<Change> atTheLoadBalancer(State state, TaskTarget target, Instant now) {
        String id = target.id();
        if (id == null) {
            return List.of();
        }
        String group = target.spec().targetGroupArn();
        return switch (target.phase()) {
            case WAITING -> List.of();
            case REGISTERED -> Targets.register(state, group, id, target.port(), now);
            case DEREGISTERED -> Targets.deregister(state, group, id, target.port(), now);
        };
    }

    private static TaskTarget registered(State state, TaskTarget target, Task task) {
        boolean serves = switch (task.status().last()) {
            case ACTIVATING, RUNNING -> true;
            case PROVISIONING, PENDING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED -> false;
        };
        boolean waits = target.phase() == Phase.WAITING;
        if (!serves
                || !waits
                || state.find(ElbViews.TARGET_GROUPS, target.spec().targetGroupArn()) == null) {
            return target;
        }
        String id = id(state, task);
        Integer port = port(target.spec(), task);
        return id == null || port == null ? target : target.registered(id, port);
    }

    private static @Nullable String id(State state, Task task) {
        if (task.spec().attachment() != null) {
            return task.spec().attachment().networkInterface().address();
        }
        Host host = state.find(InstanceViews.HOSTS, task.spec().hostId());
        return host == null ? null : host.ec2InstanceId();
    }

    private static @Nullable Integer port(TargetSpec spec, Task task) {
        if (task.spec().networkMode() != NetworkMode.BRIDGE) {
            return spec.containerPort();
        }
        return task.status().containers().stream()
                .filter(container -> container.name().equals(spec.containerName()))
                .map(TaskContainer::bindings)
                .flatMap(List::stream)
                .filter(binding -> binding.containerPort() == spec.containerPort())
                .filter(binding -> binding.protocol().equals("tcp") && binding.hostPort() > 0)
                .map(PortBinding::hostPort)
                .findFirst()
                .orElse(null);
    }
}
