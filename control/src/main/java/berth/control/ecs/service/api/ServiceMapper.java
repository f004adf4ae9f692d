package berth.control.ecs.service.api;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.Service.Deployment;
import berth.control.ecs.service.model.ServiceEvents.Event;
import berth.control.ecs.service.plan.TaskCounts;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.store.State;
import berth.control.vpc.model.Network;
import berth.kernel.Account;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/// Services as the SDK's class.
///
/// Service deployments and revisions are left out: there is no operation yet that would describe them.
final class ServiceMapper {
    private ServiceMapper() {}

    /// @param state with the service in it as it is shown: counts and events come from there
    static software.amazon.awssdk.services.ecs.model.Service toSdk(Service service, State state, Account account) {
        List<Task> tasks = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
        TaskCounts counts = TaskCounts.of(tasks);
        Service.ServiceSpec spec = service.spec();
        return software.amazon.awssdk.services.ecs.model.Service.builder()
                .serviceArn(account.ecs("service", service.name()))
                .serviceName(service.serviceName())
                .clusterArn(account.ecs("cluster", service.cluster()))
                .loadBalancers(List.of())
                .serviceRegistries(List.of())
                .status(service.status().state().name())
                .desiredCount(spec.desiredCount())
                .runningCount(counts.running())
                .pendingCount(counts.pending())
                .launchType(spec.launchType().name())
                .platformVersion(spec.platformVersion())
                .platformFamily(spec.launchType() == LaunchType.FARGATE ? "Linux" : null)
                .taskDefinition(account.ecs("task-definition", spec.taskDefinition()))
                .deploymentConfiguration(configuration -> configuration
                        .deploymentCircuitBreaker(
                                breaker -> breaker.enable(false).rollback(false))
                        .maximumPercent(spec.maximumPercent())
                        .minimumHealthyPercent(spec.minimumHealthyPercent()))
                .deployments(service.status().deployments().stream()
                        .map(deployment -> deployment(deployment, tasks, account))
                        .toList())
                .roleArn("arn:aws:iam::" + account.id()
                        + ":role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS")
                .events(ServiceViews.events(state, service.name()).stream()
                        .map(ServiceMapper::event)
                        .toList())
                .createdAt(spec.createdAt())
                .placementConstraints(List.of())
                .placementStrategy(List.of())
                .networkConfiguration(network(spec.network()))
                .healthCheckGracePeriodSeconds(0)
                .schedulingStrategy("REPLICA")
                .deploymentController(controller -> controller.type("ECS"))
                .createdBy(spec.createdBy())
                .enableECSManagedTags(false)
                .propagateTags("NONE")
                .enableExecuteCommand(false)
                .availabilityZoneRebalancing("DISABLED")
                .build();
    }

    private static software.amazon.awssdk.services.ecs.model.Deployment deployment(
            Deployment deployment, List<Task> tasks, Account account) {
        TaskCounts counts = TaskCounts.of(tasks, deployment.id());
        boolean fargate = deployment.launchType() == LaunchType.FARGATE;
        return software.amazon.awssdk.services.ecs.model.Deployment.builder()
                .id(deployment.id())
                .status(deployment.primary() ? "PRIMARY" : "ACTIVE")
                .taskDefinition(account.ecs("task-definition", deployment.taskDefinition()))
                .desiredCount(deployment.desiredCount())
                .pendingCount(counts.pending())
                .runningCount(counts.running())
                .failedTasks(deployment.failedTasks())
                .createdAt(deployment.createdAt())
                .updatedAt(deployment.updatedAt())
                .launchType(deployment.launchType().name())
                .platformVersion(fargate ? "1.4.0" : null)
                .platformFamily(fargate ? "Linux" : null)
                .networkConfiguration(network(deployment.network()))
                .rolloutState(deployment.rollout().name())
                .rolloutStateReason(deployment.rolloutReason())
                .build();
    }

    private static @Nullable NetworkConfiguration network(@Nullable Network network) {
        if (network == null) {
            return null;
        }
        return NetworkConfiguration.builder()
                .awsvpcConfiguration(awsvpc -> awsvpc.subnets(network.subnets())
                        .securityGroups(network.securityGroups())
                        .assignPublicIp(network.assignPublicIp() ? "ENABLED" : "DISABLED"))
                .build();
    }

    private static ServiceEvent event(Event event) {
        return ServiceEvent.builder()
                .id(event.id())
                .createdAt(event.createdAt())
                .message(event.message())
                .build();
    }
}
