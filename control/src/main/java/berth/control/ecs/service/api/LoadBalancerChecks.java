package berth.control.ecs.service.api;

import berth.control.ecs.service.model.LoadBalancer;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.ContainerDefinition;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.elb.ElbViews;
import berth.control.elb.model.TargetGroup;
import berth.control.elb.model.TargetGroup.TargetType;
import berth.control.store.State;
import berth.kernel.Fault;
import berth.kernel.host.NetworkMode;
import java.util.Objects;

/// Whether the load balancers of a service can be served by its tasks, in ECS's words.
final class LoadBalancerChecks {
    static final int MOST = 5;

    private LoadBalancerChecks() {}

    /// All of them, as a request names them.
    ///
    /// Differs from ECS: an unknown target group is called so; ECS says that a role could not be assumed.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    static void check(State state, WorkloadConfiguration workload) {
        if (workload.loadBalancers().size() > MOST) {
            throw Fault.invalidParameter("load balancers can have at most " + MOST + " items.")
                    .raise();
        }
        for (LoadBalancer one : workload.loadBalancers()) {
            group(state, workload, one.targetGroupArn(), true);
            if (one.advanced() != null) {
                group(state, workload, one.advanced().alternateTargetGroupArn(), false);
            }
        }
        containers(state, workload);
    }

    /// Whether the containers and ports are there, which another task definition may change.
    static void containers(State state, WorkloadConfiguration workload) {
        for (LoadBalancer one : workload.loadBalancers()) {
            ContainerDefinition container = definition(state, workload).containers().stream()
                    .filter(candidate -> candidate.name().equals(one.containerName()))
                    .findFirst()
                    .orElseThrow(() -> Fault.invalidParameter(
                                    "The container " + one.containerName() + " does not exist in the task definition.")
                            .raise());
            boolean mapped = container.portMappings().stream()
                    .anyMatch(port -> port.containerPort() == one.containerPort()
                            && port.protocol().equals("tcp"));
            if (!mapped) {
                throw Fault.invalidParameter("The container %s did not have a container port %d defined."
                                .formatted(one.containerName(), one.containerPort()))
                        .raise();
            }
        }
    }

    private static void group(State state, WorkloadConfiguration workload, String arn, boolean attached) {
        TargetGroup group = state.find(ElbViews.TARGET_GROUPS, arn);
        if (group == null) {
            throw Fault.invalidParameter("The target group with targetGroupArn " + arn + " does not exist.")
                    .raise();
        }
        if (attached && !ElbViews.hasLoadBalancer(state, arn)) {
            throw Fault.invalidParameter("The target group with targetGroupArn " + arn
                            + " does not have an associated load balancer.")
                    .raise();
        }
        NetworkMode mode = mode(state, workload);
        TargetType wanted = mode == NetworkMode.AWSVPC ? TargetType.IP : TargetType.INSTANCE;
        if (group.targetType() != wanted || mode == NetworkMode.NONE) {
            throw Fault.invalidParameter(("The provided target group %s has target type %s, which is incompatible with"
                                    + " the %s network mode specified in the task definition.")
                            .formatted(arn, group.targetType() == TargetType.IP ? "ip" : "instance", mode.word()))
                    .raise();
        }
    }

    /// The mode in effect: on Fargate there is only one.
    private static NetworkMode mode(State state, WorkloadConfiguration workload) {
        NetworkMode defined = definition(state, workload).networkMode();
        return workload.launchType() == LaunchType.FARGATE
                ? NetworkMode.AWSVPC
                : Objects.requireNonNullElse(defined, NetworkMode.BRIDGE);
    }

    private static TaskDefinition definition(State state, WorkloadConfiguration workload) {
        TaskDefinition definition = TaskDefinitionViews.byName(state, workload.taskDefinition());
        if (definition == null) {
            throw Fault.client("TaskDefinition not found.").raise();
        }
        return definition;
    }
}
