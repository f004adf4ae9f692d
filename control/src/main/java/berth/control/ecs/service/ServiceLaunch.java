package berth.control.ecs.service;

import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceSpec.Options;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.plan.TaskTags;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Overrides;
import berth.control.ecs.task.model.TargetSpec;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.task.plan.ProviderLauncher;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/// What a deployment of a service asks the launcher for; the same for a decision and for explaining it.
public final class ServiceLaunch {
    private ServiceLaunch() {}

    /// With a capacity provider strategy on the provider that is next.
    ///
    /// @throws berth.kernel.FaultException ClientException if the definition is gone
    public static Launch of(State state, Cluster cluster, Service service, Deployment deployment, int count) {
        List<CapacityProviderStrategyItem> strategy = deployment.workload().capacityProviderStrategy();
        Launch launch = anywhere(state, cluster, service, deployment, count);
        if (strategy.isEmpty()) {
            return launch;
        }
        List<Task> tasks = state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name()).stream()
                .filter(task -> task.status().desired() == DesiredStatus.RUNNING)
                .filter(task -> deployment.id().equals(task.spec().startedBy()))
                .toList();
        return ProviderLauncher.next(state, launch, strategy, ProviderLauncher.counts(tasks));
    }

    /// One task on a capacity provider of the deployment's strategy.
    ///
    /// @throws berth.kernel.FaultException ClientException if the definition or the provider is gone
    static Launch on(State state, Cluster cluster, Service service, Deployment deployment, String provider) {
        return ProviderLauncher.on(state, anywhere(state, cluster, service, deployment, 1), provider);
    }

    /// Without a capacity provider, which [ProviderLauncher] gives it.
    ///
    /// @throws berth.kernel.FaultException ClientException if the definition is gone
    static Launch anywhere(State state, Cluster cluster, Service service, Deployment deployment, int count) {
        TaskDefinition definition = TaskDefinitionViews.byName(state, deployment.taskDefinition());
        if (definition == null) {
            throw Fault.client("TaskDefinition not found.").raise();
        }
        return new Launch(
                cluster,
                definition,
                count,
                deployment.workload().launchType(),
                deployment.workload().network(),
                "service:" + service.serviceName(),
                deployment.id(),
                service.serviceName(),
                Overrides.NONE,
                deployment.workload().platformVersion(),
                service.spec().placement().constraints(),
                service.spec().placement().strategy(),
                null,
                null,
                targets(deployment),
                tags(state, service, definition),
                Pins.digests(ServiceViews.revision(state, service, deployment.revision())),
                null,
                deployment.workload().volumes());
    }

    /// ECS: those of the service or of the definition as they are now, and ECS's own.
    private static SortedMap<String, String> tags(State state, Service service, TaskDefinition definition) {
        Options options = service.spec().options();
        SortedMap<String, String> propagated = switch (options.propagateTags()) {
            case NONE -> Collections.emptySortedMap();
            case SERVICE -> TagViews.of(state, "service/" + service.name());
            case TASK_DEFINITION -> TagViews.of(state, "task-definition/" + definition.name());
        };
        return TaskTags.of(
                propagated,
                Collections.emptySortedMap(),
                options.enableECSManagedTags(),
                service.cluster(),
                service.serviceName());
    }

    /// A deployment's own, which may be others than the service's.
    private static List<TargetSpec> targets(Deployment deployment) {
        return deployment.workload().loadBalancers().stream()
                .map(one -> new TargetSpec(one.targetGroupArn(), one.containerName(), one.containerPort()))
                .toList();
    }
}
