package berth.control.ecs.service.api;

import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.TaskSet;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.service.plan.TaskCounts;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.store.State;
import berth.kernel.Account;
import java.util.List;

/// Task sets as the SDK's class.
final class TaskSetMapper {
    private TaskSetMapper() {}

    /// With its tags.
    static software.amazon.awssdk.services.ecs.model.TaskSet tagged(
            TaskSet set, Service service, State state, Account account) {
        return toSdk(set, service, state, account).toBuilder()
                .tags(TagMapper.toSdk(TagViews.of(state, resource(service, set))))
                .build();
    }

    /// The end of its ARN, with what it is.
    static String resource(Service service, TaskSet set) {
        return "task-set/" + service.name() + '/' + set.id();
    }

    /// @param state counts come from there
    static software.amazon.awssdk.services.ecs.model.TaskSet toSdk(
            TaskSet set, Service service, State state, Account account) {
        Deployment deployment = set.deployment();
        WorkloadConfiguration workload = deployment.workload();
        TaskCounts counts =
                TaskCounts.of(state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name()), set.id());
        boolean fargate = workload.launchType() == LaunchType.FARGATE;
        return software.amazon.awssdk.services.ecs.model.TaskSet.builder()
                .id(set.id())
                .taskSetArn(account.ecs("task-set", service.name() + '/' + set.id()))
                .serviceArn(account.ecs("service", service.name()))
                .clusterArn(account.ecs("cluster", service.cluster()))
                .externalId(set.externalId())
                .status(set.status().name())
                .taskDefinition(account.ecs("task-definition", workload.taskDefinition()))
                .computedDesiredCount(set.computed(service.spec().desiredCount()))
                .pendingCount(counts.pending())
                .runningCount(counts.running())
                .createdAt(deployment.createdAt())
                .updatedAt(deployment.updatedAt())
                .launchType(ServiceMapper.launchType(workload))
                .capacityProviderStrategy(ServiceMapper.strategy(workload))
                .platformVersion(fargate ? workload.platformVersion() : null)
                .platformFamily(fargate ? "Linux" : null)
                .networkConfiguration(ServiceMapper.network(workload.network()))
                .loadBalancers(workload.loadBalancers().stream()
                        .map(WorkloadMapper::toSdk)
                        .toList())
                .serviceRegistries(List.of())
                .scale(scale -> scale.value(set.scale()).unit("PERCENT"))
                .stabilityStatus(set.stability().name())
                .stabilityStatusAt(set.stabilityAt())
                .tags(List.of())
                .build();
    }
}
