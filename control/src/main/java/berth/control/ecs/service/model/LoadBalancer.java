package berth.control.ecs.service.model;

import org.jspecify.annotations.Nullable;

/// A target group that the tasks of a service are registered with.
///
/// @param advanced null for a rolling deployment
public record LoadBalancer(
        String targetGroupArn,
        String containerName,
        int containerPort,
        @Nullable AdvancedConfiguration advanced) {

    /// How traffic is shifted to a new revision.
    ///
    /// @param alternateTargetGroupArn takes turns with the target group of the load balancer
    /// @param productionListenerRule ARN of a rule (application) or of a listener (network)
    /// @param testListenerRule null where there is no test traffic
    /// @param roleArn kept and shown
    public record AdvancedConfiguration(
            String alternateTargetGroupArn,
            @Nullable String productionListenerRule,
            @Nullable String testListenerRule,
            @Nullable String roleArn) {}
}
