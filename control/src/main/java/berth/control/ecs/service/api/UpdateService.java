package berth.control.ecs.service.api;

import berth.control.Settings;
import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.Service.Deployment;
import berth.control.ecs.service.model.Service.ServiceSpec;
import berth.control.ecs.service.model.Service.ServiceStatus;
import berth.control.ecs.task.TaskViews;
import berth.control.ecs.task.model.Task;
import berth.control.ecs.task.model.Task.DesiredStatus;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.control.vpc.model.Network;
import berth.kernel.Fault;
import berth.kernel.host.NetworkMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/// Changes a service. What is left out stays as it is.
///
/// ECS: another taskDefinition, networkConfiguration or platformVersion, and forceNewDeployment, begin a new
/// deployment: the newest becomes PRIMARY, the one before ACTIVE, and its tasks are replaced within the percents.
/// desiredCount and the percents do not.
public record UpdateService(Settings settings) implements Operation.Write<UpdateServiceRequest, UpdateServiceResponse> {
    static final Honoured HONOURED = ServiceFields.update();

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "UpdateService";
    }

    @Override
    public Class<UpdateServiceRequest> request() {
        return UpdateServiceRequest.class;
    }

    @Override
    public Outcome<UpdateServiceResponse> handle(UpdateServiceRequest request, State state, Context context) {
        HONOURED.check(request);
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        Service before = ServiceViews.find(state, cluster.name(), ServiceChecks.required(request.service(), "Service"));
        if (before == null) {
            throw Fault.of("ServiceNotFoundException", "Service not found.").raise();
        }
        if (before.status().state() != Service.State.ACTIVE) {
            throw Fault.of("ServiceNotActiveException", "Service was not ACTIVE.")
                    .raise();
        }
        ServiceSpec spec = spec(request, before.spec(), state, context);
        boolean redeploy = Boolean.TRUE.equals(request.forceNewDeployment())
                || before.spec().deploysOtherThan(spec);
        ServiceStatus status = redeploy ? redeployed(before, spec, state, context) : rescaled(before, spec, context);
        Service after = before.with(spec).with(status);
        if (redeploy) {
            ServiceChecks.launchable(state, cluster, after, settings, context);
        }
        List<Change> changes = after.equals(before) ? List.of() : List.of(Change.put(ServiceViews.SERVICES, after));
        return new Outcome<>(
                changes,
                UpdateServiceResponse.builder()
                        .service(ServiceMapper.toSdk(after, state, context.account()))
                        .build());
    }

    private static ServiceSpec spec(UpdateServiceRequest request, ServiceSpec before, State state, Context context) {
        TaskDefinition definition = definition(request, before, state, context);
        Percents percents = new Percents(before.minimumHealthyPercent(), before.maximumPercent())
                .with(request.deploymentConfiguration());
        return new ServiceSpec(
                definition.name(),
                request.desiredCount() == null
                        ? before.desiredCount()
                        : ServiceChecks.desiredCount(request.desiredCount()),
                before.launchType(),
                request.platformVersion() == null
                        ? before.platformVersion()
                        : ServiceChecks.platformVersion(request.platformVersion(), before.launchType()),
                network(request, before, definition),
                percents.minimumHealthy(),
                percents.maximum(),
                before.clientToken(),
                before.createdBy(),
                before.createdAt());
    }

    /// A definition that was deregistered may go on being used: only a newly given one must be ACTIVE.
    private static TaskDefinition definition(
            UpdateServiceRequest request, ServiceSpec before, State state, Context context) {
        if (request.taskDefinition() == null || request.taskDefinition().isEmpty()) {
            TaskDefinition kept = TaskDefinitionViews.byName(state, before.taskDefinition());
            if (kept == null) {
                throw Fault.client("TaskDefinition not found.").raise();
            }
            return kept;
        }
        return ServiceChecks.definition(state, context.account(), request.taskDefinition());
    }

    /// What is not given stays, unless the new definition has no use for it.
    private static @Nullable Network network(
            UpdateServiceRequest request, ServiceSpec before, TaskDefinition definition) {
        if (request.networkConfiguration() != null) {
            return ServiceNetworks.of(request.networkConfiguration());
        }
        boolean used = before.launchType() == LaunchType.FARGATE || definition.networkMode() == NetworkMode.AWSVPC;
        return used ? before.network() : null;
    }

    /// ECS: a new count leaves the deployment and its rolloutState as they are.
    private static ServiceStatus rescaled(Service before, ServiceSpec spec, Context context) {
        List<Deployment> deployments = new ArrayList<>(before.status().deployments());
        deployments.set(0, deployments.getFirst().withDesired(spec.desiredCount(), context.now()));
        return before.status().with(deployments);
    }

    private static ServiceStatus redeployed(Service before, ServiceSpec spec, State state, Context context) {
        List<Deployment> deployments = new ArrayList<>();
        deployments.add(Deployment.first(context.ids().deployment(), spec, context.now()));
        for (Deployment old : before.status().deployments()) {
            deployments.add(old.primary() ? old.replaced(kept(before, old, state), context.now()) : old);
        }
        // A new deployment may start at once, whatever happened to the one before.
        return before.status().with(deployments).with(before.status().pace().reset());
    }

    private static int kept(Service service, Deployment deployment, State state) {
        int kept = 0;
        for (Task task : state.by(TaskViews.TASKS, TaskViews.LIVE_BY_SERVICE, service.name())) {
            if (task.status().desired() == DesiredStatus.RUNNING
                    && deployment.id().equals(task.spec().startedBy())) {
                kept++;
            }
        }
        return kept;
    }
}
