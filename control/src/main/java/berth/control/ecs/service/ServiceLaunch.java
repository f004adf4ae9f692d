package berth.control.ecs.service;

import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.task.model.Overrides;
import berth.control.ecs.task.model.TargetSpec;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.List;

/// What a deployment of a service asks the launcher for; the same for a decision and for explaining it.
public final class ServiceLaunch {
    private ServiceLaunch() {}

    /// @throws berth.kernel.FaultException ClientException if the definition is gone
    public static Launch of(State state, Cluster cluster, Service service, Deployment deployment, int count) {
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
                targets(deployment));
    }

    /// A deployment's own, which may be others than the service's.
    private static List<TargetSpec> targets(Deployment deployment) {
        return deployment.workload().loadBalancers().stream()
                .map(one -> new TargetSpec(one.targetGroupArn(), one.containerName(), one.containerPort()))
                .toList();
    }
}
