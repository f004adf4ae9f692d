package berth.control.ecs.service.plan;

import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceDeployment;
import berth.control.ecs.service.model.ServiceDeployment.Status;
import berth.control.ecs.service.model.ServiceRevision;
import berth.control.ecs.service.model.ServiceRevision.ContainerImage;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.ServiceStatus;
import berth.control.ecs.service.model.TrafficShift;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.service.plan.shift.Sides;
import berth.control.ecs.service.plan.shift.TargetGroups;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A deployment that begins: its revision, its service deployment, and what becomes of those before.
///
/// **Rule.** The newest deployment becomes PRIMARY. The one that was becomes ACTIVE and is to keep the tasks that it
/// has
/// now, of which the rollout takes away one after the other. A service deployment that was under way is stopped in
/// favour of the new one. The pace is free again: a new deployment may start at once, whatever happened to the last.
///
/// **Example.** Deployment 7 of revision A has four tasks, and an update asks for B: deployment 8 of B is PRIMARY with
/// desiredCount 4, deployment 7 is ACTIVE with desiredCount 4; the service deployment says A to B, PENDING.
///
/// @param service with the new deployment in it
/// @param changes all, that of the service included
public record NewDeployment(Service service, List<Change> changes) {
    static final String SUPERSEDED = "Stopped by a new service deployment.";

    public NewDeployment {
        changes = List.copyOf(changes);
    }

    /// The first deployment of a service that is created.
    public static NewDeployment first(
            State state, String cluster, String serviceName, ServiceSpec spec, Context context) {
        return begin(state, new Service(cluster, serviceName, spec, ServiceStatus.first(List.of(), null)), context);
    }

    /// A deployment of the workload of `before`, whose status is still that from before.
    public static NewDeployment begin(State state, Service before, Context context) {
        List<Change> changes = new ArrayList<>();
        ServiceDeployment running = ServiceViews.current(state, before);
        Service service = settled(before, running, context);
        WorkloadConfiguration deployed = assigned(state, service);
        ServiceRevision revision = new ServiceRevision(
                service.name(),
                context.ids().decimal(19),
                service.spec().workload(),
                deployed.loadBalancers(),
                images(state, service.spec().workload()),
                context.now());
        changes.add(Change.put(ServiceViews.REVISIONS, revision));
        if (running != null && !running.status().terminal()) {
            changes.add(Change.put(
                    ServiceViews.DEPLOYMENTS, running.with(Status.STOP_REQUESTED, SUPERSEDED, context.now())));
        }
        ServiceDeployment begun = ServiceDeployment.first(
                service.name(),
                context.ids().word(21),
                revision.id(),
                sources(state, service),
                service.status().serviceDeployment(),
                service.spec().deployment(),
                context.now());
        changes.add(Change.put(ServiceViews.DEPLOYMENTS, begun));
        ServiceStatus status = service.status()
                .with(primary(state, service, deployed, revision.id(), context))
                .with(service.status().pace().reset())
                .withServiceDeployment(begun.id());
        Service after = service.with(status);
        changes.add(Change.put(ServiceViews.SERVICES, after));
        return new NewDeployment(after, changes);
    }

    /// A deployment that shifts traffic and is past its bake time counts as done when another one takes its place: it
    /// is
    /// what serves, and what the other one would go back to.
    private static Service settled(Service service, @Nullable ServiceDeployment running, Context context) {
        TrafficShift shift = running == null || running.status().terminal() ? null : running.shift();
        if (shift == null || shift.stage() != LifecycleStage.CLEAN_UP || shift.goesBack()) {
            return service;
        }
        List<Deployment> deployments = new ArrayList<>(service.status().deployments());
        deployments.set(0, deployments.getFirst().completed(context.now()));
        return service.with(service.status()
                .with(deployments)
                .withCompleted(deployments.getFirst().revision()));
    }

    /// The workload with the target groups that are free.
    private static WorkloadConfiguration assigned(State state, Service service) {
        return TargetGroups.assigned(
                service.spec().workload(),
                service.spec().deployment().strategy(),
                Sides.serving(state, service.status().deployments()));
    }

    /// The deployments of a service with a new PRIMARY one of this revision.
    public static List<Deployment> primary(
            State state, Service service, WorkloadConfiguration workload, String revision, Context context) {
        List<Deployment> deployments = new ArrayList<>();
        deployments.add(Deployment.first(
                context.ids().deployment(), revision, workload, service.spec().desiredCount(), context.now()));
        for (Deployment old : service.status().deployments()) {
            deployments.add(old.primary() ? old.replaced(kept(state, service, old), context.now()) : old);
        }
        return deployments;
    }

    /// Tasks of a deployment that nobody stops yet.
    static int kept(State state, Service service, Deployment deployment) {
        int kept = 0;
        for (Task task : state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name())) {
            if (task.status().desired() == DesiredStatus.RUNNING
                    && deployment.id().equals(task.spec().startedBy())) {
                kept++;
            }
        }
        return kept;
    }

    private static List<String> sources(State state, Service service) {
        return service.status().deployments().stream()
                .filter(deployment -> !deployment.revision().isEmpty())
                .filter(deployment -> deployment.primary() || kept(state, service, deployment) > 0)
                .map(Deployment::revision)
                .distinct()
                .toList();
    }

    private static List<ContainerImage> images(State state, WorkloadConfiguration workload) {
        TaskDefinition definition = TaskDefinitionViews.byName(state, workload.taskDefinition());
        return definition == null
                ? List.of()
                : definition.containers().stream()
                        .map(container -> new ContainerImage(container.name(), container.image(), null))
                        .toList();
    }
}
