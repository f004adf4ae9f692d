package berth.control.ecs.service.api;

import berth.control.Settings;
import berth.control.dispatch.Honoured;
import berth.control.dispatch.Operation;
import berth.control.dispatch.ResourceName;
import berth.control.ecs.cluster.ClusterViews;
import berth.control.ecs.cluster.api.CapacityProviderMapper;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.cluster.plan.CapacityRules;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceEvents;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.ServiceSpec.Scheduling.Controller;
import berth.control.ecs.service.model.ServiceSpec.Scheduling.Strategy;
import berth.control.ecs.service.model.ServiceStatus;
import berth.control.ecs.service.plan.NewDeployment;
import berth.control.ecs.tag.TagViews;
import berth.control.ecs.tag.plan.TagRules;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.store.Change;
import berth.control.store.Context;
import berth.control.store.Outcome;
import berth.control.store.State;
import berth.kernel.Fault;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;

/// Creates a service with a first deployment. Answers before any task is started.
///
/// ECS: the same call again returns the service as it is; the same name with other parameters is refused, as is
/// the name of a service that is still DRAINING. The name of an INACTIVE one is free.
public record CreateService(Settings settings) implements Operation.Write<CreateServiceRequest, CreateServiceResponse> {
    static final Honoured HONOURED = ServiceFields.create();

    @Override
    public String service() {
        return "ecs";
    }

    @Override
    public String name() {
        return "CreateService";
    }

    @Override
    public Class<CreateServiceRequest> request() {
        return CreateServiceRequest.class;
    }

    @Override
    public Outcome<CreateServiceResponse> handle(CreateServiceRequest request, State state, Context context) {
        String serviceName = ServiceChecks.required(request.serviceName(), "Service name");
        ResourceName.check("Service name", serviceName);
        ServiceChecks.clientToken(request.clientToken());
        LaunchType launchType = ServiceChecks.launchType(request.launchTypeAsString());
        HONOURED.check(request);
        Cluster cluster = ClusterViews.active(state, context.account(), request.cluster());
        Controller controller = ExternalServices.controller(request.deploymentController());
        Strategy scheduling = Daemons.strategy(request.schedulingStrategyAsString());
        Daemons.checkController(scheduling, controller);
        if (controller == Controller.EXTERNAL) {
            ServiceSpec external = ExternalServices.of(request, launchType, context);
            ServiceStatus status = ServiceStatus.first(List.of(), null);
            Service made = new Service(cluster.name(), serviceName, external, status);
            return created(made, List.of(Change.put(ServiceViews.SERVICES, made)), state, context);
        }
        List<CapacityProviderStrategyItem> strategy = CapacityRules.chosen(
                state,
                cluster,
                request.launchTypeAsString() != null,
                CapacityProviderMapper.strategy(request.capacityProviderStrategy()));
        if (scheduling == Strategy.DAEMON) {
            Daemons.check(
                    request.desiredCount(),
                    request.placementStrategy(),
                    request.capacityProviderStrategy(),
                    request.volumeConfigurations(),
                    request.deploymentConfiguration());
            Daemons.checkProviders(strategy);
            Daemons.checkLaunchType(launchType);
        }
        ServiceSpec spec = ServiceSpecs.of(
                request, ServiceChecks.launchType(launchType, strategy, state), strategy, state, context);
        StrategyChecks.check(spec, request.deploymentConfiguration());
        NewDeployment first = NewDeployment.first(state, cluster.name(), serviceName, spec, context);
        Service created = first.service();
        LoadBalancerChecks.check(state, spec.workload());
        ServiceChecks.launchable(state, cluster, created, settings, context);
        return created(created, first.changes(), state, context);
    }

    /// Unless it is there already.
    private static Outcome<CreateServiceResponse> created(
            Service created, List<Change> made, State state, Context context) {
        Service existing = state.find(ServiceViews.SERVICES, created.name());
        if (existing != null && isTheSame(existing, created.spec())) {
            return Outcome.unchanged(answer(existing, state, context));
        }
        List<Change> changes = new ArrayList<>(made);
        changes.addAll(TagViews.replaced(
                state,
                "service/" + created.name(),
                TagRules.checked(created.spec().tags())));
        changes.add(Change.put(ServiceViews.EVENTS, new ServiceEvents(created.name(), List.of())));
        return new Outcome<>(changes, answer(created, state.with(changes, state.version()), context));
    }

    /// Whether this is the same call again; false if the name is free.
    private static boolean isTheSame(Service existing, ServiceSpec spec) {
        return switch (existing.status().state()) {
            case INACTIVE -> false;
            case DRAINING ->
                throw Fault.invalidParameter("Unable to Start a service that is still Draining.")
                        .raise();
            case ACTIVE -> {
                if (!existing.spec().asksForTheSameAs(spec)) {
                    throw Fault.invalidParameter("Creation of service was not idempotent.")
                            .raise();
                }
                yield true;
            }
        };
    }

    private static CreateServiceResponse answer(Service service, State state, Context context) {
        return CreateServiceResponse.builder()
                .service(ServiceMapper.tagged(service, state, context.account()))
                .build();
    }
}
