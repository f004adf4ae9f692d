package berth.control.ecs.service.api;

import berth.control.ecs.service.model.DeploymentConfiguration.Strategy;
import berth.control.ecs.service.model.LoadBalancer;
import berth.control.ecs.service.model.LoadBalancer.AdvancedConfiguration;
import berth.control.ecs.service.model.ServiceSpec;
import berth.kernel.Fault;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;

/// What a service must be like for its deployment strategy, as far as the request alone shows it. What only the
/// load balancer shows comes later, as the statusReason of the service deployment.
///
/// ECS: the synchronous errors of blue/green deployments.
final class StrategyChecks {
    private static final Pattern RULE = Pattern.compile("arn:[^:]+:elasticloadbalancing:[^:]*:[^:]*:"
            + "(listener-rule/app/[^/]+/[^/]+/[^/]+/[^/]+|listener/net/[^/]+/[^/]+/[^/]+)");

    private StrategyChecks() {}

    /// @param spec as it is to be
    /// @param given of the request that asks for it
    /// @throws berth.kernel.FaultException InvalidParameterException
    static void check(ServiceSpec spec, @Nullable DeploymentConfiguration given) {
        Strategy strategy = spec.deployment().strategy();
        if (given != null) {
            belongs(given.linearConfiguration(), "linearConfiguration", strategy, Strategy.LINEAR);
            belongs(given.canaryConfiguration(), "canaryConfiguration", strategy, Strategy.CANARY);
            if (strategy == Strategy.ROLLING && !given.lifecycleHooks().isEmpty()) {
                throw invalid("lifecycleHooks are not allowed with the ROLLING deployment strategy.");
            }
        }
        loadBalancers(spec.workload().loadBalancers(), strategy);
        if (strategy != Strategy.ROLLING) {
            scheduling(spec.scheduling(), strategy);
            HookChecks.check(spec.deployment().lifecycleHooks());
        }
    }

    private static void belongs(@Nullable Object given, String field, Strategy strategy, Strategy owner) {
        if (given != null && strategy != owner) {
            throw invalid("%s is only allowed with the %s deployment strategy.".formatted(field, owner));
        }
    }

    private static void scheduling(ServiceSpec.Scheduling scheduling, Strategy strategy) {
        if (scheduling.controller() != ServiceSpec.Scheduling.Controller.ECS) {
            throw invalid("The %s deployment strategy is only allowed with the ECS deployment controller."
                    .formatted(strategy));
        }
        if (scheduling.strategy() != ServiceSpec.Scheduling.Strategy.REPLICA) {
            throw invalid("The %s deployment strategy is only allowed with the REPLICA scheduling strategy."
                    .formatted(strategy));
        }
    }

    private static void loadBalancers(List<LoadBalancer> balancers, Strategy strategy) {
        boolean shiftsTraffic = strategy == Strategy.LINEAR || strategy == Strategy.CANARY;
        if (balancers.isEmpty() && shiftsTraffic) {
            throw invalid(
                    "The %s deployment strategy needs a load balancer whose traffic it can shift.".formatted(strategy));
        }
        long advanced = balancers.stream().filter(one -> one.advanced() != null).count();
        if (strategy != Strategy.ROLLING && advanced < balancers.size()) {
            throw invalid("advancedConfiguration field is required for all loadBalancers when using a non-ROLLING"
                    + " deployment strategy");
        }
        if (advanced > 0 && advanced < balancers.size()) {
            throw invalid("Either all or none of the provided loadBalancers must have advancedConfiguration defined");
        }
        if (advanced > 0) {
            targetGroups(balancers);
            rules(balancers);
        }
    }

    private static void targetGroups(List<LoadBalancer> balancers) {
        TreeSet<String> seen = new TreeSet<>();
        for (LoadBalancer one : balancers) {
            for (String group : List.of(one.targetGroupArn(), advanced(one).alternateTargetGroupArn())) {
                if (!seen.add(group)) {
                    throw invalid("Duplicate targetGroupArn found: " + group);
                }
            }
        }
    }

    private static void rules(List<LoadBalancer> balancers) {
        TreeSet<String> production = new TreeSet<>();
        TreeSet<String> test = new TreeSet<>();
        for (LoadBalancer one : balancers) {
            String productionRule =
                    ServiceChecks.required(advanced(one).productionListenerRule(), "productionListenerRule");
            production.add(rule("productionListenerRule", productionRule));
            String testRule = advanced(one).testListenerRule();
            if (testRule != null) {
                test.add(rule("testListenerRule", testRule));
            }
        }
        test.retainAll(production);
        if (!test.isEmpty()) {
            throw invalid("The following rules cannot be used as both production and test listener rules: "
                    + String.join(", ", test));
        }
    }

    private static String rule(String field, String arn) {
        if (!RULE.matcher(arn).matches()) {
            throw invalid("%s has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: %s"
                    .formatted(field, arn));
        }
        return arn;
    }

    private static AdvancedConfiguration advanced(LoadBalancer one) {
        return Objects.requireNonNull(one.advanced());
    }

    private static RuntimeException invalid(String message) {
        return Fault.invalidParameter(message).raise();
    }
}
