package berth.control.ecs.service.api;

import berth.control.ecs.cluster.api.PlacementMapper;
import berth.control.ecs.cluster.plan.PlacementRules;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.ServiceSpec.Placement;
import berth.control.ecs.service.model.ServiceSpec.Scheduling;
import berth.control.ecs.service.model.ServiceSpec.Scheduling.Controller;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.store.Context;
import berth.kernel.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentController;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// What CreateService and UpdateService ask for of a service of the EXTERNAL controller.
///
/// ECS: what its tasks are is said by its task sets, and so CreateService can't say it. UpdateService changes what is
/// not a deployment.
final class ExternalServices {
    private ExternalServices() {}

    /// ECS where nothing is given.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    static Controller controller(@Nullable DeploymentController given) {
        String word = given == null ? null : given.typeAsString();
        return switch (word) {
            case null -> Controller.ECS;
            case "ECS" -> Controller.ECS;
            case "EXTERNAL" -> Controller.EXTERNAL;
            case "CODE_DEPLOY" ->
                throw Fault.invalidParameter("Berth does not support deploymentController CODE_DEPLOY: there is no"
                                + " CodeDeploy. Use ECS with the strategy BLUE_GREEN, or EXTERNAL.")
                        .raise();
            default ->
                throw Fault.invalidParameter(
                                "deploymentController must be one of [ECS,CODE_DEPLOY,EXTERNAL], was '" + word + "'.")
                        .raise();
        };
    }

    /// Differs from ECS: a launch type is the default of the service's task sets.
    static ServiceSpec of(CreateServiceRequest request, LaunchType launchType, Context context) {
        blank(request.taskDefinition() == null || request.taskDefinition().isEmpty(), "TaskDefinition");
        blank(request.networkConfiguration() == null, "NetworkConfiguration");
        blank(request.loadBalancers().isEmpty(), "LoadBalancers");
        blank(request.volumeConfigurations().isEmpty(), "VolumeConfigurations");
        blank(request.platformVersion() == null || request.platformVersion().isEmpty(), "PlatformVersion");
        blank(request.capacityProviderStrategy().isEmpty(), "CapacityProviderStrategy");
        ServiceSpec spec = new ServiceSpec(
                WorkloadConfiguration.of("", launchType, null, null),
                request.desiredCount() == null ? 0 : ServiceChecks.desiredCount(request.desiredCount()),
                percents(DeploymentConfigurationMapper.of(
                        request.deploymentConfiguration(), DeploymentConfiguration.DEFAULT)),
                new Scheduling(Controller.EXTERNAL, Scheduling.Strategy.REPLICA),
                placement(new Placement(
                        PlacementMapper.constraints(request.placementConstraints()),
                        PlacementMapper.strategies(request.placementStrategy()))),
                ServiceSpecs.options(request),
                ServiceSpecs.tags(request),
                ServiceSpecs.origin(request, launchType, context));
        return ZoneRebalancing.applied(spec, request.availabilityZoneRebalancingAsString(), null);
    }

    static ServiceSpec of(UpdateServiceRequest request, Service service) {
        ServiceSpec before = service.spec();
        unable(request.taskDefinition() == null, "task definition");
        unable(request.networkConfiguration() == null, "network parameters");
        unable(!request.hasLoadBalancers(), "load balancers");
        unable(!request.hasVolumeConfigurations(), "volume configurations");
        unable(request.platformVersion() == null, "platform version");
        unable(!request.hasCapacityProviderStrategy(), "capacity provider strategy");
        unable(request.deploymentConfiguration() == null, "deployment configuration");
        unable(!Boolean.TRUE.equals(request.forceNewDeployment()), "deployments");
        unable(
                controller(request.deploymentController()) != Controller.ECS || request.deploymentController() == null,
                "deployment controller");
        ServiceSpec spec = new ServiceSpec(
                before.workload(),
                request.desiredCount() == null
                        ? before.desiredCount()
                        : ServiceChecks.desiredCount(request.desiredCount()),
                before.deployment(),
                before.scheduling(),
                placement(ServiceSpecs.placement(request, before)),
                ServiceSpecs.options(request, before.options()),
                before.tags(),
                before.origin());
        return ZoneRebalancing.applied(spec, request.availabilityZoneRebalancingAsString(), false);
    }

    private static DeploymentConfiguration percents(DeploymentConfiguration asked) {
        DeploymentConfiguration plain =
                DeploymentConfiguration.DEFAULT.withPercents(asked.minimumHealthyPercent(), asked.maximumPercent());
        if (!asked.equals(plain)) {
            throw Fault.invalidParameter("With the EXTERNAL deployment controller deploymentConfiguration can have"
                            + " minimumHealthyPercent and maximumPercent only.")
                    .raise();
        }
        return asked;
    }

    private static Placement placement(Placement placement) {
        PlacementRules.checkStrategies(placement.strategy());
        PlacementRules.checkConstraints(placement.constraints(), List.of());
        return placement;
    }

    private static void blank(boolean is, String what) {
        if (!is) {
            throw Fault.invalidParameter(what + " must be blank").raise();
        }
    }

    private static void unable(boolean is, String what) {
        if (!is) {
            throw Fault.invalidParameter("Unable to update %s on services with an EXTERNAL deployment controller. Use"
                                    .formatted(what)
                            + " CreateTaskSet to trigger a new deployment.")
                    .raise();
        }
    }
}
