package berth.control.ecs.service.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.control.ecs.cluster.api.CapacityProviderMapper;
import berth.control.ecs.cluster.api.PlacementMapper;
import berth.control.ecs.cluster.model.CapacityProviderStrategyItem;
import berth.control.ecs.instance.model.PlacementConstraint;
import berth.control.ecs.instance.model.PlacementStrategy;
import berth.control.ecs.service.model.DeploymentConfiguration;
import berth.control.ecs.service.model.DeploymentConfiguration.Alarms;
import berth.control.ecs.service.model.DeploymentConfiguration.Canary;
import berth.control.ecs.service.model.DeploymentConfiguration.CircuitBreaker;
import berth.control.ecs.service.model.DeploymentConfiguration.Linear;
import berth.control.ecs.service.model.DeploymentConfiguration.Strategy;
import berth.control.ecs.service.model.DeploymentConfiguration.Threshold;
import berth.control.ecs.service.model.LifecycleHook;
import berth.control.ecs.service.model.LifecycleStage;
import berth.control.ecs.service.model.LoadBalancer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentConfigurationMapperTest {
    private static final DeploymentConfiguration EVERYTHING = new DeploymentConfiguration(
            50,
            150,
            new CircuitBreaker(true, true, new Threshold(Threshold.Type.COUNT, 7), false),
            new Alarms(List.of("too-slow"), true, false),
            Strategy.CANARY,
            5,
            List.of(
                    new LifecycleHook(
                            LifecycleHook.TargetType.AWS_LAMBDA,
                            "arn:aws:lambda:us-east-1:1:function:f",
                            "arn:aws:iam::1:role/r",
                            List.of(LifecycleStage.PRE_SCALE_UP),
                            "{\"a\":[1,\"b\",true,null,{\"c\":2.5}]}",
                            10,
                            LifecycleHook.Action.CONTINUE),
                    new LifecycleHook(
                            LifecycleHook.TargetType.PAUSE,
                            null,
                            null,
                            List.of(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT),
                            null,
                            LifecycleHook.DEFAULT_TIMEOUT_MINUTES,
                            LifecycleHook.Action.ROLLBACK)),
            new Linear(3.1, 0),
            new Canary(0.1, 1440));

    @Test
    void aConfigurationGoesToTheSdkAndComesBackTheSame() {
        assertThat(back(EVERYTHING)).isEqualTo(EVERYTHING);
        assertThat(back(DeploymentConfiguration.DEFAULT)).isEqualTo(DeploymentConfiguration.DEFAULT);
    }

    private static DeploymentConfiguration back(DeploymentConfiguration given) {
        return DeploymentConfigurationMapper.of(
                DeploymentConfigurationMapper.toSdk(given), DeploymentConfiguration.DEFAULT);
    }

    @Test
    void whatARequestLeavesOutStays() {
        var little = software.amazon.awssdk.services.ecs.model.DeploymentConfiguration.builder()
                .maximumPercent(175)
                .build();
        DeploymentConfiguration after = DeploymentConfigurationMapper.of(little, EVERYTHING);
        assertThat(after).isEqualTo(EVERYTHING.withPercents(50, 175));
        assertThat(DeploymentConfigurationMapper.of(null, EVERYTHING)).isEqualTo(EVERYTHING);
    }

    @ParameterizedTest
    @CsvSource({"2.9,false", "3.0,true", "3.05,false", "100.0,true", "100.1,false", "NaN,false"})
    void aLinearStepIsATenthOfAPercentFromThreeToAHundred(double step, boolean good) {
        var given = software.amazon.awssdk.services.ecs.model.DeploymentConfiguration.builder()
                .linearConfiguration(linear -> linear.stepPercent(step))
                .build();
        if (good) {
            assertThat(DeploymentConfigurationMapper.of(given, DeploymentConfiguration.DEFAULT)
                            .linear())
                    .isEqualTo(new Linear(step, 6));
        } else {
            assertThatThrownBy(() -> DeploymentConfigurationMapper.of(given, DeploymentConfiguration.DEFAULT))
                    .hasMessageContaining("stepPercent must be between 3.0 and 100.0");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BOUNDED_PERCENT,50,1,3",
        "BOUNDED_PERCENT,50,25,13",
        "BOUNDED_PERCENT,50,400,200",
        "BOUNDED_PERCENT,50,800,200",
        "UNBOUNDED_PERCENT,50,800,400",
        "UNBOUNDED_PERCENT,50,0,1",
        "COUNT,7,800,7"
    })
    void aThresholdIsAShareOfTheDesiredCountOrACount(Threshold.Type type, int value, int desired, int failures) {
        assertThat(new CircuitBreaker(true, true, new Threshold(type, value), true).failures(desired))
                .isEqualTo(failures);
    }

    @Test
    void withoutAThresholdItIsHalfOfTheDesiredCount() {
        assertThat(new CircuitBreaker(true, true, null, true).failures(25)).isEqualTo(13);
    }

    @Test
    void loadBalancersProvidersAndPlacementGoToTheSdkAndComeBackTheSame() {
        List<LoadBalancer> loadBalancers = List.of(
                new LoadBalancer("arn:tg/1", "web", 80, null),
                new LoadBalancer(
                        "arn:tg/2",
                        "web",
                        81,
                        new LoadBalancer.AdvancedConfiguration("arn:tg/3", "arn:rule", "arn:test", "arn:role")));
        assertThat(WorkloadMapper.loadBalancers(
                        loadBalancers.stream().map(WorkloadMapper::toSdk).toList()))
                .isEqualTo(loadBalancers);
        List<CapacityProviderStrategyItem> providers = List.of(new CapacityProviderStrategyItem("FARGATE", 1, 2));
        assertThat(CapacityProviderMapper.strategy(
                        providers.stream().map(CapacityProviderMapper::toSdk).toList()))
                .isEqualTo(providers);
        List<PlacementConstraint> constraints = List.of(
                new PlacementConstraint(PlacementConstraint.Type.DISTINCT_INSTANCE, null),
                new PlacementConstraint(PlacementConstraint.Type.MEMBER_OF, "attribute:a == b"));
        assertThat(PlacementMapper.constraints(
                        constraints.stream().map(PlacementMapper::toSdk).toList()))
                .isEqualTo(constraints);
        List<PlacementStrategy> strategies = List.of(
                new PlacementStrategy(PlacementStrategy.Type.SPREAD, "host"),
                new PlacementStrategy(PlacementStrategy.Type.RANDOM, null));
        assertThat(PlacementMapper.strategies(
                        strategies.stream().map(PlacementMapper::toSdk).toList()))
                .isEqualTo(strategies);
    }
}
