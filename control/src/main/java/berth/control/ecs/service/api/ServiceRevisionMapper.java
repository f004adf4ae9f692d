package berth.control.ecs.service.api;

import berth.control.ecs.service.model.LoadBalancer;
import berth.control.ecs.service.model.LoadBalancer.AdvancedConfiguration;
import berth.control.ecs.service.model.ServiceRevision;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.task.api.VolumeConfigurationMapper;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.kernel.Account;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.ContainerImage;
import software.amazon.awssdk.services.ecs.model.ResolvedConfiguration;
import software.amazon.awssdk.services.ecs.model.ServiceRevisionLoadBalancer;

/// Service revisions as the SDK's class.
final class ServiceRevisionMapper {
    private ServiceRevisionMapper() {}

    static software.amazon.awssdk.services.ecs.model.ServiceRevision toSdk(ServiceRevision revision, Account account) {
        WorkloadConfiguration workload = revision.workload();
        boolean fargate = workload.launchType() == LaunchType.FARGATE;
        String cluster = revision.service().substring(0, revision.service().indexOf('/'));
        return software.amazon.awssdk.services.ecs.model.ServiceRevision.builder()
                .serviceRevisionArn(account.ecs("service-revision", revision.name()))
                .serviceArn(account.ecs("service", revision.service()))
                .clusterArn(account.ecs("cluster", cluster))
                .taskDefinition(account.ecs("task-definition", workload.taskDefinition()))
                .launchType(ServiceMapper.launchType(workload))
                .capacityProviderStrategy(ServiceMapper.strategy(workload))
                .platformVersion(fargate ? "1.4.0" : null)
                .platformFamily(fargate ? "Linux" : null)
                .loadBalancers(
                        workload.loadBalancers().isEmpty()
                                ? null
                                : workload.loadBalancers().stream()
                                        .map(WorkloadMapper::toSdk)
                                        .toList())
                .networkConfiguration(ServiceMapper.network(workload.network()))
                .volumeConfigurations(VolumeConfigurationMapper.toSdk(workload.volumes()))
                .containerImages(revision.images().stream()
                        .map(image -> ContainerImage.builder()
                                .containerName(image.containerName())
                                .image(image.image())
                                .imageDigest(image.imageDigest())
                                .build())
                        .toList())
                .guardDutyEnabled(false)
                .resolvedConfiguration(resolved(revision.resolved()))
                .createdAt(revision.createdAt())
                .build();
    }

    private static @Nullable ResolvedConfiguration resolved(List<LoadBalancer> loadBalancers) {
        return loadBalancers.isEmpty()
                ? null
                : ResolvedConfiguration.builder()
                        .loadBalancers(loadBalancers.stream()
                                .map(ServiceRevisionMapper::resolved)
                                .toList())
                        .build();
    }

    private static ServiceRevisionLoadBalancer resolved(LoadBalancer loadBalancer) {
        AdvancedConfiguration advanced = loadBalancer.advanced();
        return ServiceRevisionLoadBalancer.builder()
                .targetGroupArn(loadBalancer.targetGroupArn())
                .productionListenerRule(advanced == null ? null : advanced.productionListenerRule())
                .build();
    }
}
