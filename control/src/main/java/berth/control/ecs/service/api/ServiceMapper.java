package berth.control.ecs.service.api;

import berth.control.ecs.cluster.api.CapacityProviderMapper;
import berth.control.ecs.cluster.api.PlacementMapper;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceEvents.Event;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.service.plan.TaskCounts;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.api.VolumeConfigurationMapper;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.store.State;
import berth.control.vpc.model.Network;
import berth.kernel.Account;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceCurrentRevisionSummary;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;

/// Services as the SDK's class.
final class ServiceMapper {
    private ServiceMapper() {}

    /// @param state with the service in it as it is shown: counts and events come from there
    static software.amazon.awssdk.services.ecs.model.Service toSdk(Service service, State state, Account account) {
        List<Task> tasks = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name());
        TaskCounts counts = TaskCounts.of(tasks);
        ServiceSpec spec = service.spec();
        return software.amazon.awssdk.services.ecs.model.Service.builder()
                .serviceArn(account.ecs("service", service.name()))
                .serviceName(service.serviceName())
                .clusterArn(account.ecs("cluster", service.cluster()))
                .loadBalancers(loadBalancers(spec.workload().loadBalancers()))
                .serviceRegistries(List.of())
                .status(service.status().state().name())
                .desiredCount(spec.desiredCount())
                .runningCount(counts.running())
                .pendingCount(counts.pending())
                .launchType(launchType(spec))
                .capacityProviderStrategy(strategy(spec.workload()))
                .platformVersion(spec.workload().platformVersion())
                .platformFamily(spec.launchType() == LaunchType.FARGATE ? "Linux" : null)
                .taskDefinition(
                        spec.taskDefinition().isEmpty() ? null : account.ecs("task-definition", spec.taskDefinition()))
                .taskSets(taskSets(service, state, account))
                .deploymentConfiguration(DeploymentConfigurationMapper.toSdk(spec.deployment()))
                .deployments(service.status().deployments().stream()
                        .map(deployment -> deployment(deployment, tasks, account))
                        .toList())
                .roleArn("arn:aws:iam::" + account.id()
                        + ":role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS")
                .events(ServiceViews.events(state, service.name()).stream()
                        .map(ServiceMapper::event)
                        .toList())
                .createdAt(spec.origin().createdAt())
                .currentServiceDeployment(currentDeployment(service, account))
                .currentServiceRevisions(revisions(service, tasks, account))
                .placementConstraints(spec.placement().constraints().stream()
                        .map(PlacementMapper::toSdk)
                        .toList())
                .placementStrategy(spec.placement().strategy().stream()
                        .map(PlacementMapper::toSdk)
                        .toList())
                .networkConfiguration(network(spec.network()))
                .healthCheckGracePeriodSeconds(
                        Objects.requireNonNullElse(spec.options().healthCheckGracePeriodSeconds(), 0))
                .schedulingStrategy(spec.scheduling().strategy().name())
                .deploymentController(controller ->
                        controller.type(spec.scheduling().controller().name()))
                .createdBy(spec.origin().createdBy())
                .enableECSManagedTags(spec.options().enableECSManagedTags())
                .propagateTags(spec.options().propagateTags().name())
                .enableExecuteCommand(spec.options().enableExecuteCommand())
                .availabilityZoneRebalancing(spec.options().availabilityZoneRebalancing() ? "ENABLED" : "DISABLED")
                .build();
    }

    /// With its tags, and those of its task sets.
    static software.amazon.awssdk.services.ecs.model.Service tagged(Service service, State state, Account account) {
        var shown = toSdk(service, state, account).toBuilder()
                .tags(TagMapper.toSdk(TagViews.of(state, "service/" + service.name())));
        if (service.spec().isExternal()) {
            shown.taskSets(service.status().taskSets().stream()
                    .map(set -> TaskSetMapper.tagged(set, service, state, account))
                    .toList());
        }
        return shown.build();
    }

    private static software.amazon.awssdk.services.ecs.model.Deployment deployment(
            Deployment deployment, List<Task> tasks, Account account) {
        TaskCounts counts = TaskCounts.of(tasks, deployment.id());
        boolean fargate = deployment.workload().launchType() == LaunchType.FARGATE;
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
                .launchType(launchType(deployment.workload()))
                .capacityProviderStrategy(strategy(deployment.workload()))
                .platformVersion(fargate ? "1.4.0" : null)
                .platformFamily(fargate ? "Linux" : null)
                .networkConfiguration(network(deployment.workload().network()))
                .volumeConfigurations(
                        VolumeConfigurationMapper.toSdk(deployment.workload().volumes()))
                .rolloutState(deployment.rollout().name())
                .rolloutStateReason(deployment.rolloutReason())
                .build();
    }

    private static @Nullable String currentDeployment(Service service, Account account) {
        String id = service.status().serviceDeployment();
        return id == null ? null : account.ecs("service-deployment", service.name() + '/' + id);
    }

    /// The revisions that have tasks or are to have some; a rollback has two deployments of one revision.
    private static @Nullable List<ServiceCurrentRevisionSummary> revisions(
            Service service, List<Task> tasks, Account account) {
        LinkedHashMap<String, List<Deployment>> byRevision = new LinkedHashMap<>();
        for (Deployment deployment : service.status().deployments()) {
            if (!deployment.revision().isEmpty()) {
                byRevision
                        .computeIfAbsent(deployment.revision(), id -> new ArrayList<>())
                        .add(deployment);
            }
        }
        List<ServiceCurrentRevisionSummary> revisions = new ArrayList<>();
        byRevision.forEach((id, deployments) -> {
            int running = 0;
            int pending = 0;
            int requested = 0;
            for (Deployment deployment : deployments) {
                TaskCounts counts = TaskCounts.of(tasks, deployment.id());
                running += counts.running();
                pending += counts.pending();
                requested += deployment.desiredCount();
            }
            revisions.add(ServiceCurrentRevisionSummary.builder()
                    .arn(account.ecs("service-revision", service.name() + '/' + id))
                    .requestedTaskCount(requested)
                    .runningTaskCount(running)
                    .pendingTaskCount(pending)
                    .build());
        });
        return revisions.isEmpty() ? null : revisions;
    }

    private static @Nullable List<software.amazon.awssdk.services.ecs.model.TaskSet> taskSets(
            Service service, State state, Account account) {
        return service.spec().isExternal()
                ? service.status().taskSets().stream()
                        .map(set -> TaskSetMapper.toSdk(set, service, state, account))
                        .toList()
                : null;
    }

    /// A service whose task sets alone say it has none, unless CreateService did.
    private static @Nullable String launchType(ServiceSpec spec) {
        boolean unsaid = spec.taskDefinition().isEmpty() && spec.origin().launchType() == null;
        return unsaid ? null : launchType(spec.workload());
    }

    static @Nullable String launchType(WorkloadConfiguration workload) {
        return workload.capacityProviderStrategy().isEmpty()
                ? workload.launchType().name()
                : null;
    }

    static @Nullable List<CapacityProviderStrategyItem> strategy(WorkloadConfiguration workload) {
        return workload.capacityProviderStrategy().isEmpty()
                ? null
                : workload.capacityProviderStrategy().stream()
                        .map(CapacityProviderMapper::toSdk)
                        .toList();
    }

    private static List<LoadBalancer> loadBalancers(List<berth.control.ecs.service.model.LoadBalancer> loadBalancers) {
        return loadBalancers.stream().map(WorkloadMapper::toSdk).toList();
    }

    static @Nullable NetworkConfiguration network(@Nullable Network network) {
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
