package berth.control.ecs.service.api;

import berth.control.dispatch.Honoured;
import berth.control.ecs.task.api.VolumeConfigurationMapper;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/// Which members of CreateService and UpdateService have an effect, and why the others are refused.
final class ServiceFields {
    private ServiceFields() {}

    static Honoured create() {
        Honoured fields = Honoured.of(
                        CreateServiceRequest.class,
                        "cluster",
                        "serviceName",
                        "taskDefinition",
                        "desiredCount",
                        "launchType",
                        "capacityProviderStrategy",
                        "clientToken",
                        "platformVersion",
                        "networkConfiguration.awsvpcConfiguration",
                        "loadBalancers.targetGroupArn",
                        "loadBalancers.containerName",
                        "loadBalancers.containerPort",
                        "healthCheckGracePeriodSeconds",
                        "placementConstraints",
                        "placementStrategy",
                        "deploymentConfiguration.minimumHealthyPercent",
                        "deploymentConfiguration.maximumPercent",
                        "deploymentConfiguration.deploymentCircuitBreaker",
                        "deploymentConfiguration.alarms",
                        "deploymentConfiguration.strategy",
                        "deploymentConfiguration.bakeTimeInMinutes",
                        "deploymentConfiguration.lifecycleHooks",
                        "deploymentConfiguration.linearConfiguration",
                        "deploymentConfiguration.canaryConfiguration",
                        "loadBalancers.advancedConfiguration",
                        "availabilityZoneRebalancing",
                        "deploymentController.type",
                        "tags",
                        "enableECSManagedTags",
                        "propagateTags",
                        "schedulingStrategy")
                .refusing("role", "services act as AWSServiceRoleForECS");
        return common(fields);
    }

    static Honoured update() {
        return common(Honoured.of(
                UpdateServiceRequest.class,
                "cluster",
                "service",
                "taskDefinition",
                "desiredCount",
                "forceNewDeployment",
                "capacityProviderStrategy",
                "platformVersion",
                "networkConfiguration.awsvpcConfiguration",
                "loadBalancers.targetGroupArn",
                "loadBalancers.containerName",
                "loadBalancers.containerPort",
                "healthCheckGracePeriodSeconds",
                "placementConstraints",
                "placementStrategy",
                "deploymentConfiguration.minimumHealthyPercent",
                "deploymentConfiguration.maximumPercent",
                "deploymentConfiguration.deploymentCircuitBreaker",
                "deploymentConfiguration.alarms",
                "deploymentConfiguration.strategy",
                "deploymentConfiguration.bakeTimeInMinutes",
                "deploymentConfiguration.lifecycleHooks",
                "deploymentConfiguration.linearConfiguration",
                "deploymentConfiguration.canaryConfiguration",
                "loadBalancers.advancedConfiguration",
                "availabilityZoneRebalancing",
                "deploymentController.type",
                "enableECSManagedTags",
                "propagateTags"));
    }

    /// What both requests have in common: values that say what happens anyway, and reasons.
    private static Honoured common(Honoured fields) {
        return VolumeConfigurationMapper.honoured(fields.accepting("enableExecuteCommand", false)
                .accepting("serviceConnectConfiguration.enabled", false)
                .refusing(
                        "loadBalancers.loadBalancerName", "there are no Classic Load Balancers; give a targetGroupArn")
                .refusing("serviceRegistries", "there is no service discovery")
                .refusing("serviceConnectConfiguration", "there is no Service Connect")
                .refusing("enableExecuteCommand", "ExecuteCommand is not there"));
    }
}
