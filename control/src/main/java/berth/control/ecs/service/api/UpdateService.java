package berth.control.ecs.service.api;

import berth.control.Settings;
import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.ServiceSpec.Scheduling.Controller;
import berth.control.ecs.service.model.ServiceStatus;
import berth.control.ecs.service.plan.NewDeployment;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/// Changes a service. What is left out stays as it is.
///
/// ECS: other loadBalancers or volumeConfigurations (an empty list takes them away), another taskDefinition,
/// networkConfiguration or platformVersion, and forceNewDeployment, begin a new deployment: the newest becomes PRIMARY,
/// the one before ACTIVE, and its tasks are replaced within the percents. desiredCount, the percents and the grace
/// period do not.
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
        Controller controller = ExternalServices.controller(request.deploymentController());
        if (before.spec().isExternal()) {
            return changed(before, before.with(ExternalServices.of(request, before)), state, context);
        }
        if (controller != Controller.ECS) {
            throw Fault.invalidParameter("Berth does not change the deployment controller of a service; make a new one"
                            + " with the controller EXTERNAL.")
                    .raise();
        }
        if (before.spec().isDaemon()) {
            Daemons.check(
                    request.desiredCount(),
                    request.placementStrategy(),
                    request.capacityProviderStrategy(),
                    request.volumeConfigurations(),
                    request.deploymentConfiguration());
        }
        ServiceSpec spec = ServiceSpecs.of(request, cluster, before.spec(), state, context);
        if (request.hasLoadBalancers()) {
            LoadBalancerChecks.check(state, spec.workload());
        } else {
            LoadBalancerChecks.containers(state, spec.workload());
        }
        StrategyChecks.check(spec, request.deploymentConfiguration());
        boolean redeploy = Boolean.TRUE.equals(request.forceNewDeployment())
                || before.spec().workload().deploysOtherThan(spec.workload());
        if (!redeploy) {
            Service after = before.with(spec).with(rescaled(before, spec, context));
            return changed(before, after, state, context);
        }
        NewDeployment begun = NewDeployment.begin(state, before.with(spec), context);
        ServiceChecks.launchable(state, cluster, begun.service(), settings, context);
        return new Outcome<>(begun.changes(), answer(begun.service(), state, context));
    }

    private static Outcome<UpdateServiceResponse> changed(Service before, Service after, State state, Context context) {
        return new Outcome<>(
                after.equals(before) ? List.of() : List.of(Change.put(ServiceViews.SERVICES, after)),
                answer(after, state, context));
    }

    /// ECS: a new count leaves the deployment and its rolloutState as they are.
    private static ServiceStatus rescaled(Service before, ServiceSpec spec, Context context) {
        List<Deployment> deployments = new ArrayList<>(before.status().deployments());
        deployments.set(0, deployments.getFirst().withDesired(spec.desiredCount(), context.now()));
        return before.status().with(deployments);
    }

    private static UpdateServiceResponse answer(Service service, State state, Context context) {
        return UpdateServiceResponse.builder()
                .service(ServiceMapper.toSdk(service, state, context.account()))
                .build();
    }
}
