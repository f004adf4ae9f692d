package berth.control.ecs.service.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.LoadBalancer;
import berth.control.ecs.service.model.LoadBalancer.AdvancedConfiguration;
import berth.control.ecs.service.model.ServiceSpec;
import berth.control.ecs.service.model.ServiceSpec.Origin;
import berth.control.ecs.service.model.WorkloadConfiguration;
import berth.control.ecs.task.model.Task.LaunchType;
import berth.kernel.FaultException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHook;

class StrategyChecksTest {
    private static final String ELB = "arn:aws:elasticloadbalancing:us-east-1:000000000000:";
    private static final String RULE = ELB + "listener-rule/app/lb/1/2/3";
    private static final String TEST_RULE = ELB + "listener-rule/app/lb/1/2/4";

    @Test
    void allThreeStrategiesAreAcceptedWithAnAdvancedConfiguration() {
        for (String strategy : List.of("BLUE_GREEN", "LINEAR", "CANARY")) {
            check(d -> d.strategy(strategy), balancer("a", "b", RULE, TEST_RULE));
            check(d -> d.strategy(strategy), balancer("a", "b", ELB + "listener/net/lb/1/2", null));
        }
        check(d -> d.strategy("BLUE_GREEN"));
        assertThat(RULE).as("nothing was thrown").isNotEmpty();
    }

    @Test
    void everyLoadBalancerNeedsAnAdvancedConfiguration() {
        refused(
                "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment"
                        + " strategy",
                d -> d.strategy("BLUE_GREEN"),
                balancer("a", "b", RULE, null),
                plain("c"));
        refused(
                "Either all or none of the provided loadBalancers must have advancedConfiguration defined",
                d -> {},
                balancer("a", "b", RULE, null),
                plain("c"));
    }

    @Test
    void aListenerOfAnApplicationLoadBalancerIsNoRule() {
        String listener = ELB + "listener/app/lb/1/2";
        refused(
                "productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: "
                        + listener,
                d -> d.strategy("BLUE_GREEN"),
                balancer("a", "b", listener, null));
        refused(
                "testListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: x",
                d -> d.strategy("BLUE_GREEN"),
                balancer("a", "b", RULE, "x"));
    }

    @Test
    void aRuleIsForProductionOrForTests() {
        refused(
                "The following rules cannot be used as both production and test listener rules: " + RULE,
                d -> d.strategy("BLUE_GREEN"),
                balancer("a", "b", RULE, RULE));
    }

    @Test
    void aTargetGroupIsNamedOnce() {
        refused(
                "Duplicate targetGroupArn found: a",
                d -> d.strategy("BLUE_GREEN"),
                balancer("a", "b", RULE, null),
                balancer("c", "a", TEST_RULE, null));
        refused("Duplicate targetGroupArn found: a", d -> d.strategy("BLUE_GREEN"), balancer("a", "a", RULE, null));
    }

    @Test
    void stepsNeedTrafficToShift() {
        refused(
                "The LINEAR deployment strategy needs a load balancer whose traffic it can shift.",
                d -> d.strategy("LINEAR"));
    }

    @Test
    void aConfigurationOfAnotherStrategyIsRefused() {
        refused(
                "linearConfiguration is only allowed with the LINEAR deployment strategy.",
                d -> d.strategy("CANARY").linearConfiguration(l -> l.stepPercent(10.0)),
                balancer("a", "b", RULE, null));
        refused(
                "canaryConfiguration is only allowed with the CANARY deployment strategy.",
                d -> d.canaryConfiguration(c -> c.canaryPercent(10.0)));
        refused(
                "lifecycleHooks are not allowed with the ROLLING deployment strategy.",
                d -> d.lifecycleHooks(hook(h -> {})));
    }

    @Test
    void aRealFunctionIsRefusedByNameWithAdvice() {
        assertThatThrownBy(() -> check(d -> d.strategy("BLUE_GREEN")
                        .lifecycleHooks(
                                hook(h -> h.hookTargetArn("arn:aws:lambda:us-east-1:000000000000:function:check")))))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("arn:aws:lambda:us-east-1:000000000000:function:check")
                .hasMessageContaining("Give the URL of an HTTP server that stands for the function");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/x",
                "file:///etc/passwd",
                "http://",
                "http:///x",
                "http://user:secret@host/",
                "http://host/#part",
                "not a url",
                "//host/x"
            })
    void onlyAPlainHttpUrlIsCalled(String target) {
        refused(
                "hookTargetArn must be a URL with http or https, a host, and no credentials, was " + target + ".",
                d -> d.strategy("BLUE_GREEN").lifecycleHooks(hook(h -> h.hookTargetArn(target))));
    }

    @Test
    void aPauseHasItsOwnStagesAndNoTarget() {
        refused(
                "Invalid lifecycle stage provided for Pause Hook",
                d -> d.strategy("BLUE_GREEN")
                        .lifecycleHooks(pause(h -> h.lifecycleStagesWithStrings("TEST_TRAFFIC_SHIFT"))));
        refused(
                "hookTargetArn is not allowed for a PAUSE hook.",
                d -> d.strategy("BLUE_GREEN").lifecycleHooks(pause(h -> h.hookTargetArn("http://host/"))));
        refused(
                "timeoutInMinutes must be between 1 and 20160, was 20161.",
                d -> d.strategy("BLUE_GREEN")
                        .lifecycleHooks(pause(h -> h.timeoutConfiguration(t -> t.timeoutInMinutes(20161)))));
    }

    @Test
    void aFunctionHasItsLimits() {
        refused(
                "Invalid lifecycle stage provided for Lambda Hook",
                d -> d.strategy("BLUE_GREEN").lifecycleHooks(hook(h -> h.lifecycleStagesWithStrings("BAKE_TIME"))));
        refused(
                "timeoutInMinutes must be between 1 and 1440, was 1441.",
                d -> d.strategy("BLUE_GREEN")
                        .lifecycleHooks(hook(h -> h.timeoutConfiguration(t -> t.timeoutInMinutes(1441)))));
        refused(
                "hookDetails must be a JSON object of at most 65536 characters.",
                d -> d.strategy("BLUE_GREEN").lifecycleHooks(hook(h -> h.hookDetails(Document.fromString("x")))));
        List<DeploymentLifecycleHook> many = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            many.add(hook(h -> {}));
        }
        refused(
                "A service can have at most 10 lifecycle hooks of type AWS_LAMBDA, had 11.",
                d -> d.strategy("BLUE_GREEN").lifecycleHooks(many));
        refused(
                "Invalid targetType. Valid values are: AWS_LAMBDA, PAUSE",
                d -> d.strategy("BLUE_GREEN").lifecycleHooks(hook(h -> h.targetType("STEP_FUNCTION"))));
    }

    private static DeploymentLifecycleHook hook(Consumer<DeploymentLifecycleHook.Builder> with) {
        return DeploymentLifecycleHook.builder()
                .hookTargetArn("http://127.0.0.1:9000/check")
                .lifecycleStagesWithStrings("POST_SCALE_UP")
                .applyMutation(with)
                .build();
    }

    private static DeploymentLifecycleHook pause(Consumer<DeploymentLifecycleHook.Builder> with) {
        return DeploymentLifecycleHook.builder()
                .targetType("PAUSE")
                .lifecycleStagesWithStrings("POST_SCALE_UP")
                .applyMutation(with)
                .build();
    }

    private static LoadBalancer balancer(String group, String alternate, String rule, @Nullable String testRule) {
        return new LoadBalancer(group, "web", 80, new AdvancedConfiguration(alternate, rule, testRule, null));
    }

    private static LoadBalancer plain(String group) {
        return new LoadBalancer(group, "web", 80, null);
    }

    private static void refused(
            String message,
            Consumer<software.amazon.awssdk.services.ecs.model.DeploymentConfiguration.Builder> with,
            LoadBalancer... balancers) {
        assertThatThrownBy(() -> check(with, balancers))
                .isInstanceOf(FaultException.class)
                .hasMessage("InvalidParameterException: " + message);
    }

    private static void check(
            Consumer<software.amazon.awssdk.services.ecs.model.DeploymentConfiguration.Builder> with,
            LoadBalancer... balancers) {
        var given = software.amazon.awssdk.services.ecs.model.DeploymentConfiguration.builder()
                .applyMutation(with)
                .build();
        WorkloadConfiguration workload = new WorkloadConfiguration(
                "web:1", LaunchType.EC2, List.of(), null, null, List.of(balancers), List.of());
        ServiceSpec spec = ServiceSpec.of(
                workload,
                1,
                DeploymentConfigurationMapper.of(given, DeploymentConfiguration.DEFAULT),
                new Origin(null, "me", Instant.EPOCH, null));
        StrategyChecks.check(spec, given);
    }
}
