package berth.control.ecs.service.api;

import berth.control.ecs.service.model.ServiceSpec.Scheduling.Controller;
import berth.control.ecs.service.model.ServiceSpec.Scheduling.Strategy;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.kernel.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.ServiceVolumeConfiguration;

/// What a DAEMON service can't be asked for, in ECS's words.
final class Daemons {
    private Daemons() {}

    /// REPLICA where nothing is given.
    ///
    /// @throws berth.kernel.FaultException InvalidParameterException
    static Strategy strategy(@Nullable String word) {
        return Words.of(Strategy.class, "schedulingStrategy", word, Strategy.REPLICA);
    }

    static void checkController(Strategy strategy, Controller controller) {
        if (strategy == Strategy.DAEMON && controller != Controller.ECS) {
            throw invalid(
                    "Services with the DAEMON scheduling strategy are not supported with the %s deployment controller."
                            .formatted(controller));
        }
    }

    static void checkLaunchType(LaunchType launchType) {
        if (launchType == LaunchType.FARGATE) {
            throw invalid("The daemon scheduling strategy is not supported for tasks that use the Fargate launch type."
                    + " Use launch type EC2 and try again");
        }
    }

    /// @param providers of the request, or the cluster's default
    static void checkProviders(List<?> providers) {
        if (!providers.isEmpty()) {
            throw invalid("Specifying a capacity provider strategy is not supported when you create a service using the"
                    + " DAEMON scheduling strategy.");
        }
    }

    static void check(
            @Nullable Integer desiredCount,
            List<PlacementStrategy> placement,
            List<CapacityProviderStrategyItem> providers,
            List<ServiceVolumeConfiguration> volumes,
            @Nullable DeploymentConfiguration configuration) {
        if (desiredCount != null) {
            throw invalid("The daemon scheduling strategy does not support a desired count for services. Remove the"
                    + " desired count value and try again");
        }
        if (!placement.isEmpty()) {
            throw invalid("The daemon scheduling strategy does not support placement strategies. Remove the placement"
                    + " strategy and try again");
        }
        checkProviders(providers);
        if (!volumes.isEmpty()) {
            throw invalid("The daemon scheduling strategy does not support volume configurations. Remove the volume"
                    + " configurations and try again");
        }
        Integer most = configuration == null ? null : configuration.maximumPercent();
        if (most != null && most > 100) {
            throw invalid("The daemon scheduling strategy does not support values above 100 for maximumPercent on a"
                    + " deployment configuration. Change the maximumPercent value to 100, and try again");
        }
    }

    private static RuntimeException invalid(String message) {
        return Fault.invalidParameter(message).raise();
    }
}
