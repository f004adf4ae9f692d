package berth.control.ecs.service.api;

import berth.control.Settings;
import berth.control.ecs.cluster.CapacityProviderViews;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.cluster.model.Cluster;
import berth.control.ecs.cluster.plan.PlacementRules;
import berth.control.ecs.service.ServiceLaunch;
import berth.control.ecs.service.ServiceViews;
import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.Service;
import berth.control.ecs.service.model.ServiceSpec.Placement;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.control.ecs.task.plan.Launch;
import berth.control.ecs.task.plan.TaskLauncher;
import berth.control.ecs.taskdef.TaskDefinitionViews;
import berth.control.ecs.taskdef.model.TaskDefinition;
import berth.control.store.Context;
import berth.control.store.State;
import berth.kernel.Account;
import berth.kernel.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rules for single members of a request about a service, with ECS's words.
final class ServiceChecks {
    static final int MAX_DESIRED_COUNT = 5000;

    private ServiceChecks() {}

    static String required(@Nullable String value, String what) {
        if (value == null || value.isEmpty()) {
            throw Fault.invalidParameter(what + " cannot be empty.").raise();
        }
        return value;
    }

    /// ECS: at most 36 characters of ASCII 33 to 126.
    static void clientToken(@Nullable String token) {
        boolean good = token == null || token.length() <= 36 && token.chars().allMatch(c -> c >= 33 && c <= 126);
        if (!good) {
            throw Fault.invalidParameter("clientToken must have at most 36 characters, each of ASCII 33 to 126.")
                    .raise();
        }
    }

    static int desiredCount(@Nullable Integer count) {
        if (count == null) {
            throw Fault.invalidParameter("desiredCount is required for a service with schedulingStrategy REPLICA.")
                    .raise();
        }
        if (count < 0 || count > MAX_DESIRED_COUNT) {
            throw Fault.invalidParameter(
                            "desiredCount must be between 0 and %d, was %d.".formatted(MAX_DESIRED_COUNT, count))
                    .raise();
        }
        return count;
    }

    /// ECS: EC2 where a request says nothing.
    static LaunchType launchType(@Nullable String launchType) {
        return switch (launchType) {
            case null -> LaunchType.EC2;
            case "EC2" -> LaunchType.EC2;
            case "FARGATE" -> LaunchType.FARGATE;
            case "EXTERNAL" ->
                throw Fault.invalidParameter(
                                "Berth does not support launchType EXTERNAL yet: its hosts are of launch types EC2 and"
                                        + " FARGATE. Use one of these.")
                        .raise();
            default ->
                throw Fault.client("launch type should be one of [EC2,FARGATE,EXTERNAL]")
                        .raise();
        };
    }

    /// Where tasks of a strategy run; the launch type as it is without a strategy.
    static LaunchType launchType(LaunchType given, List<CapacityProviderStrategyItem> strategy, State state) {
        if (strategy.isEmpty()) {
            return given;
        }
        return CapacityProviderViews.onFargate(state, strategy) ? LaunchType.FARGATE : LaunchType.EC2;
    }

    /// @return what was given
    /// @throws berth.kernel.FaultException in ECS's words
    static Placement placement(Placement placement, LaunchType launchType, TaskDefinition definition) {
        PlacementRules.checkStrategies(placement.strategy());
        PlacementRules.checkConstraints(placement.constraints(), definition.placementConstraints());
        if (launchType == LaunchType.FARGATE) {
            PlacementRules.checkFargate(placement.constraints(), placement.strategy());
        }
        return placement;
    }

    /// ECS: a Fargate service shows `LATEST` where none was given; whether it exists is the launcher's to say.
    static @Nullable String platformVersion(@Nullable String version, LaunchType launchType) {
        if (version == null || version.isEmpty()) {
            return launchType == LaunchType.FARGATE ? "LATEST" : null;
        }
        return version;
    }

    /// The ACTIVE revision that `family`, `family:revision` or an ARN names.
    static TaskDefinition definition(State state, Account account, String parameter) {
        TaskDefinition found = TaskDefinitionViews.find(state, account, parameter);
        if (found == null) {
            throw Fault.client("TaskDefinition not found.").raise();
        }
        if (found.status() != TaskDefinition.Status.ACTIVE) {
            throw Fault.invalidParameter("TaskDefinition is inactive").raise();
        }
        return found;
    }

    /// Whether tasks of this deployment could be launched, room on hosts left aside.
    ///
    /// Differs from ECS: unless strict, what a definition lacks for its launch type is made up for where nothing
    /// that the user wrote speaks against it; the service says so in an event.
    ///
    /// @throws berth.kernel.FaultException in ECS's words, where definition, launch type and network don't fit
    static void launchable(State state, Cluster cluster, Service service, Settings settings, Context context) {
        launchable(state, cluster, service, service.status().primary(), settings, context);
    }

    /// The same of any deployment or task set.
    static void launchable(
            State state, Cluster cluster, Service service, Deployment deployment, Settings settings, Context context) {
        Launch nothing = ServiceLaunch.of(state, cluster, service, deployment, 0);
        TaskLauncher.launch(state, nothing, settings, context);
    }

    /// The service that a request is about, ACTIVE or DRAINING.
    static Service existing(State state, String cluster, @Nullable String parameter) {
        Service service = ServiceViews.find(state, cluster, required(parameter, "Service"));
        if (service == null || service.status().state() == Service.State.INACTIVE) {
            throw Fault.of("ServiceNotFoundException", "Service not found.").raise();
        }
        return service;
    }
}
