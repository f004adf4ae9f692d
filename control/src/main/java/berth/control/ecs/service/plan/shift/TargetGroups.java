package berth.control.ecs.service.plan.shift;

import berth.control.ecs.service.model.Deployment;
import berth.control.ecs.service.model.DeploymentConfiguration.Strategy;
import berth.control.ecs.service.model.LoadBalancer;
import berth.control.ecs.service.model.LoadBalancer.AdvancedConfiguration;
import berth.control.ecs.service.model.WorkloadConfiguration;
import org.jspecify.annotations.Nullable;

/// Which of its two target groups the tasks of a new deployment register with.
///
/// **Rule.** With BLUE_GREEN, LINEAR and CANARY the one that the deployment before does not use; the groups
/// take turns. With ROLLING the one that it uses, for that is the one that has the traffic. Where there is none
/// before, or it uses another group, the first of the two.
///
/// **Example.** Groups a and b. The first deployment uses a, the second b, the third a. If the third is rolled
/// back, the fourth uses a again, for the second still serves from b.
///
/// ECS: primary and alternate target group.
public final class TargetGroups {
    private TargetGroups() {}

    /// `wanted` with the target group of each load balancer put first that the tasks register with.
    ///
    /// @param before the deployment that serves, or null
    public static WorkloadConfiguration assigned(
            WorkloadConfiguration wanted, Strategy strategy, @Nullable Deployment before) {
        return wanted.with(wanted.loadBalancers().stream()
                .map(one -> assigned(one, strategy, before))
                .toList());
    }

    private static LoadBalancer assigned(LoadBalancer wanted, Strategy strategy, @Nullable Deployment before) {
        AdvancedConfiguration advanced = wanted.advanced();
        if (advanced == null || before == null) {
            return wanted;
        }
        boolean usesFirst = uses(before, wanted.targetGroupArn());
        boolean usesOther = uses(before, advanced.alternateTargetGroupArn());
        boolean other = switch (strategy) {
            case ROLLING -> usesOther && !usesFirst;
            case BLUE_GREEN, LINEAR, CANARY -> usesFirst;
        };
        return other ? turned(wanted, advanced) : wanted;
    }

    private static boolean uses(Deployment deployment, String targetGroup) {
        return deployment.workload().loadBalancers().stream()
                .anyMatch(one -> one.targetGroupArn().equals(targetGroup));
    }

    private static LoadBalancer turned(LoadBalancer wanted, AdvancedConfiguration advanced) {
        return new LoadBalancer(
                advanced.alternateTargetGroupArn(),
                wanted.containerName(),
                wanted.containerPort(),
                new AdvancedConfiguration(
                        wanted.targetGroupArn(),
                        advanced.productionListenerRule(),
                        advanced.testListenerRule(),
                        advanced.roleArn()));
    }
}
