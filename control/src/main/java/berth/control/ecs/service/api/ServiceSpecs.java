package berth.control.ecs.service.api;

import berth.control.ecs.cluster.api.CapacityProviderMapper;
import berth.control.ecs.cluster.api.PlacementMapper;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.cluster.plan.CapacityRules;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.ServiceSpec.Options;
import berth.control.ecs.service.model.ServiceSpec.Origin;
import berth.control.ecs.service.model.ServiceSpec.Placement;
import berth.control.ecs.service.model.ServiceSpec.PropagateTags;
import berth.control.ecs.service.model.ServiceSpec.Scheduling;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.tag.api.TagMapper;
import berth.control.ecs.tag.model.Tag;
import berth.control.ecs.task.api.NetworkMapper;
import berth.control.ecs.task.api.VolumeConfigurationMapper;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Context;
import berth.control.store.State;
import berth.control.vpc.model.Network;
import berth.kernel.Fault;
import berth.kernel.host.NetworkMode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// What CreateService and UpdateService ask for, as the record.
final class ServiceSpecs {
    private ServiceSpecs() {}

    /// @throws berth.kernel.FaultException in ECS's words
    static ServiceSpec of(
            CreateServiceRequest request,
            LaunchType launchType,
            List<CapacityProviderStrategyItem> strategy,
            State state,
            Context context) {
        TaskDefinition definition = ServiceChecks.definition(
                state, context.account(), ServiceChecks.required(request.taskDefinition(), "TaskDefinition"));
        WorkloadConfiguration workload = new WorkloadConfiguration(
                definition.name(),
                launchType,
                strategy,
                ServiceChecks.platformVersion(request.platformVersion(), launchType),
                NetworkMapper.fromSdk(request.networkConfiguration()),
                WorkloadMapper.loadBalancers(request.loadBalancers()),
                VolumeConfigurationMapper.ofServices(request.volumeConfigurations()));
        boolean daemon = Daemons.strategy(request.schedulingStrategyAsString()) == Scheduling.Strategy.DAEMON;
        ServiceSpec spec = new ServiceSpec(
                workload,
                daemon ? 0 : ServiceChecks.desiredCount(request.desiredCount()),
                DeploymentConfigurationMapper.of(
                        request.deploymentConfiguration(),
                        daemon ? DeploymentConfiguration.OF_DAEMONS : DeploymentConfiguration.DEFAULT),
                daemon ? Scheduling.DAEMON : Scheduling.DEFAULT,
                ServiceChecks.placement(
                        new Placement(
                                PlacementMapper.constraints(request.placementConstraints()),
                                PlacementMapper.strategies(request.placementStrategy())),
                        launchType,
                        definition),
                options(request),
                tags(request),
                origin(request, launchType, context));
        return ZoneRebalancing.applied(spec, request.availabilityZoneRebalancingAsString(), null);
    }

    static Options options(CreateServiceRequest request) {
        return new Options(
                gracePeriod(request.healthCheckGracePeriodSeconds()),
                false,
                propagateTags(request.propagateTagsAsString(), PropagateTags.NONE),
                Boolean.TRUE.equals(request.enableECSManagedTags()),
                Boolean.TRUE.equals(request.enableExecuteCommand()));
    }

    static List<Tag> tags(CreateServiceRequest request) {
        return TagMapper.fromSdk(request.tags()).entrySet().stream()
                .map(tag -> new Tag(tag.getKey(), tag.getValue()))
                .toList();
    }

    static Origin origin(CreateServiceRequest request, LaunchType launchType, Context context) {
        return new Origin(
                request.clientToken(),
                context.caller(),
                context.now(),
                request.launchTypeAsString() == null ? null : launchType);
    }

    /// `before` with what a request says.
    ///
    /// ECS: what is left out stays; an empty list takes load balancers, volumes, placement constraints or
    /// placement strategies away, and an empty capacity provider strategy goes back to the launch type.
    ///
    /// @throws berth.kernel.FaultException in ECS's words
    static ServiceSpec of(
            UpdateServiceRequest request, Cluster cluster, ServiceSpec before, State state, Context context) {
        WorkloadConfiguration workload = workload(request, on(request, cluster, before, state), state, context);
        ServiceSpec spec = new ServiceSpec(
                workload,
                request.desiredCount() == null
                        ? before.desiredCount()
                        : ServiceChecks.desiredCount(request.desiredCount()),
                DeploymentConfigurationMapper.of(request.deploymentConfiguration(), before.deployment()),
                before.scheduling(),
                placement(request, before, workload.launchType(), state, context),
                options(request, before.options()),
                before.tags(),
                before.origin());
        return ZoneRebalancing.applied(
                spec,
                request.availabilityZoneRebalancingAsString(),
                before.options().availabilityZoneRebalancing());
    }

    /// The workload before, on the capacity providers that the request asks for.
    ///
    /// ECS: an empty strategy goes back to the launch type of CreateService; a change has to force a deployment.
    private static WorkloadConfiguration on(
            UpdateServiceRequest request, Cluster cluster, ServiceSpec before, State state) {
        if (!request.hasCapacityProviderStrategy()) {
            return before.workload();
        }
        List<CapacityProviderStrategyItem> strategy =
                CapacityProviderMapper.strategy(request.capacityProviderStrategy());
        if (strategy.equals(before.workload().capacityProviderStrategy())) {
            return before.workload();
        }
        if (!Boolean.TRUE.equals(request.forceNewDeployment())) {
            throw Fault.invalidParameter("When switching from launch type to capacity provider strategy on an existing"
                            + " service, or making a change to a capacity provider strategy on a service that is"
                            + " already using one, you must force a new deployment.")
                    .raise();
        }
        if (strategy.isEmpty()) {
            LaunchType created = before.origin().launchType();
            return before.workload().on(created == null ? before.launchType() : created, List.of());
        }
        CapacityRules.chosen(state, cluster, false, strategy);
        return before.workload().on(ServiceChecks.launchType(before.launchType(), strategy, state), strategy);
    }

    private static Placement placement(
            UpdateServiceRequest request, ServiceSpec before, LaunchType launchType, State state, Context context) {
        return ServiceChecks.placement(
                placement(request, before), launchType, definition(request, before.workload(), state, context));
    }

    static Placement placement(UpdateServiceRequest request, ServiceSpec before) {
        return new Placement(
                request.hasPlacementConstraints()
                        ? PlacementMapper.constraints(request.placementConstraints())
                        : before.placement().constraints(),
                request.hasPlacementStrategy()
                        ? PlacementMapper.strategies(request.placementStrategy())
                        : before.placement().strategy());
    }

    static Options options(UpdateServiceRequest request, Options before) {
        return new Options(
                request.healthCheckGracePeriodSeconds() == null
                        ? before.healthCheckGracePeriodSeconds()
                        : gracePeriod(request.healthCheckGracePeriodSeconds()),
                before.availabilityZoneRebalancing(),
                propagateTags(request.propagateTagsAsString(), before.propagateTags()),
                request.enableECSManagedTags() == null ? before.enableECSManagedTags() : request.enableECSManagedTags(),
                request.enableExecuteCommand() == null
                        ? before.enableExecuteCommand()
                        : request.enableExecuteCommand());
    }

    private static WorkloadConfiguration workload(
            UpdateServiceRequest request, WorkloadConfiguration before, State state, Context context) {
        TaskDefinition definition = definition(request, before, state, context);
        return new WorkloadConfiguration(
                definition.name(),
                before.launchType(),
                before.capacityProviderStrategy(),
                request.platformVersion() == null
                        ? before.platformVersion()
                        : ServiceChecks.platformVersion(request.platformVersion(), before.launchType()),
                network(request, before, definition),
                request.hasLoadBalancers()
                        ? WorkloadMapper.loadBalancers(request.loadBalancers())
                        : before.loadBalancers(),
                request.hasVolumeConfigurations()
                        ? VolumeConfigurationMapper.ofServices(request.volumeConfigurations())
                        : before.volumes());
    }

    /// A definition that was deregistered may go on being used: only a newly given one must be ACTIVE.
    private static TaskDefinition definition(
            UpdateServiceRequest request, WorkloadConfiguration before, State state, Context context) {
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
            UpdateServiceRequest request, WorkloadConfiguration before, TaskDefinition definition) {
        if (request.networkConfiguration() != null) {
            return NetworkMapper.fromSdk(request.networkConfiguration());
        }
        boolean used = before.launchType() == LaunchType.FARGATE || definition.networkMode() == NetworkMode.AWSVPC;
        return used ? before.network() : null;
    }

    private static @Nullable Integer gracePeriod(@Nullable Integer seconds) {
        return seconds == null
                ? null
                : DeploymentConfigurationMapper.within("healthCheckGracePeriodSeconds", seconds, 0, Integer.MAX_VALUE);
    }

    private static PropagateTags propagateTags(@Nullable String word, PropagateTags otherwise) {
        return Words.of(PropagateTags.class, "propagateTags", word, otherwise);
    }
}
