package berth.control.ecs.service.api;

import berth.control.ecs.service.model.LoadBalancer;
import berth.control.ecs.service.model.LoadBalancer.AdvancedConfiguration;
import berth.kernel.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Load balancers of services between the SDK's classes and the records.
final class WorkloadMapper {
    private WorkloadMapper() {}

    static List<LoadBalancer> loadBalancers(List<software.amazon.awssdk.services.ecs.model.LoadBalancer> given) {
        return given.stream().map(WorkloadMapper::loadBalancer).toList();
    }

    private static LoadBalancer loadBalancer(software.amazon.awssdk.services.ecs.model.LoadBalancer given) {
        if (given.loadBalancerName() != null && !given.loadBalancerName().isEmpty()) {
            throw Fault.invalidParameter("Berth does not support loadBalancers.loadBalancerName: there are no Classic"
                            + " Load Balancers. Give a targetGroupArn.")
                    .raise();
        }
        if (given.containerPort() == null) {
            throw Fault.invalidParameter("Container port cannot be empty.").raise();
        }
        return new LoadBalancer(
                ServiceChecks.required(given.targetGroupArn(), "Target group ARN"),
                ServiceChecks.required(given.containerName(), "Container name"),
                given.containerPort(),
                advanced(given.advancedConfiguration()));
    }

    private static @Nullable AdvancedConfiguration advanced(
            software.amazon.awssdk.services.ecs.model.@Nullable AdvancedConfiguration given) {
        return given == null
                ? null
                : new AdvancedConfiguration(
                        ServiceChecks.required(given.alternateTargetGroupArn(), "alternateTargetGroupArn"),
                        given.productionListenerRule(),
                        given.testListenerRule(),
                        given.roleArn());
    }

    static software.amazon.awssdk.services.ecs.model.LoadBalancer toSdk(LoadBalancer record) {
        AdvancedConfiguration advanced = record.advanced();
        return software.amazon.awssdk.services.ecs.model.LoadBalancer.builder()
                .targetGroupArn(record.targetGroupArn())
                .containerName(record.containerName())
                .containerPort(record.containerPort())
                .advancedConfiguration(
                        advanced == null
                                ? null
                                : software.amazon.awssdk.services.ecs.model.AdvancedConfiguration.builder()
                                        .alternateTargetGroupArn(advanced.alternateTargetGroupArn())
                                        .productionListenerRule(advanced.productionListenerRule())
                                        .testListenerRule(advanced.testListenerRule())
                                        .roleArn(advanced.roleArn())
                                        .build())
                .build();
    }
}
